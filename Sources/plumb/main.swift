import Plumbline
import SupportPlatform

await Plumbline.main(
    Project(
        name: "support-platform", databases: SupportPlatform.databases, suites: SupportPlatform.checks,
        queries: SupportPlatform.queries))
