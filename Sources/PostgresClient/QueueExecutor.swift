import Dispatch

/// Runs an actor on a serial queue of its own, so that waiting for a socket never holds a thread of Swift's pool.
final class QueueExecutor: SerialExecutor {
    let queue = DispatchQueue(label: "plumbline.postgres")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
