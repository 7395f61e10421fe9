import Plumbline
import TodoSchema

await Plumb.main(Todos.project)
