import Glibc
import Synchronization

/// Does `work` once for every number in 0 ..< `count` at the same time, 0 on the calling thread, and
/// returns when all are done. Where the system grants no further thread, one does the work of two.
package func runWorkers(_ count: Int, _ work: (Int) -> Void) {
  if count <= 1 { return work(0) }
  withoutActuallyEscaping(work) { work in
    var threads: [pthread_t] = []
    for number in 1..<count {
      if let thread = startThread({ work(number) }) { threads.append(thread) } else { work(number) }
    }
    work(0)
    for thread in threads { pthread_join(thread, nil) }
  }
}

/// Does `work` on a thread of its own, for which nobody waits; at once where the system grants none.
package func runInBackground(_ work: @escaping @Sendable () -> Void) {
  if let thread = startThread(work) { pthread_detach(thread) } else { work() }
}

/// Nil where the system grants no further thread.
private func startThread(_ work: @escaping () -> Void) -> pthread_t? {
  let task = unsafe Unmanaged.passRetained(WorkerTask(work))
  var thread = pthread_t()
  let status = unsafe pthread_create(
    &thread, nil,
    { argument in
      guard let argument = unsafe argument else { return nil }
      unsafe Unmanaged<WorkerTask>.fromOpaque(argument).takeRetainedValue().work()
      return nil
    }, unsafe task.toOpaque())
  if status == 0 { return thread }
  unsafe task.release()
  return nil
}

/// How many threads can run at once.
package var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

private final class WorkerTask {
  let work: () -> Void

  init(_ work: @escaping () -> Void) { self.work = work }
}

/// The results of `work` for 0 ..< `count`, in order, made by several threads at the same time.
package func mapWithWorkers<Result: Sendable>(
  _ count: Int, workers: Int, _ work: (Int) -> Result
) -> [Result] {
  let results = Guarded<[Result?]>(Array(repeating: nil, count: count))
  let next = Atomic(0)
  runWorkers(min(workers, count)) { _ in
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if index >= count { return }
      let result = work(index)
      results.withLock { $0[index] = result }
    }
  }
  return results.withLock { $0.compactMap { $0 } }
}
