import Plumbline
import SupportPlatform

// In a folder whose plumbline.yml declares databases by SQL files, this is the same command as plumb-plain.
let isSQLProject = Project.isDeclaredInSQLFiles()
await Plumb.main(
    isSQLProject
        ? .sqlFiles
        : Project(
            name: "support-platform", databases: SupportPlatform.databases, suites: SupportPlatform.checks,
            queries: SupportPlatform.queries, access: SupportPlatform.access))
