import Plumbline

await Plumb.main(.sqlFiles)
