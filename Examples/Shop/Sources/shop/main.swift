import Plumbline
import ShopSchema

await Plumbline.main(Project(name: "shop", databases: [Shop.database], suites: [Shop.checks], queries: [Shop.queries]))
