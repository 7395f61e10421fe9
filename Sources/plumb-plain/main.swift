import Plumbline

await Plumbline.main(.sqlFiles)
