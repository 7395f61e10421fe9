import Plumbline
import ShopSchema

await Plumb.main(Project(name: "shop", databases: [Shop.database], suites: [Shop.checks], queries: [Shop.queries]))
