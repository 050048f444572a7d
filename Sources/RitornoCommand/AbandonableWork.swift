import Dispatch
import Synchronization
import Terminal

/// Work on a thread of its own, which Ctrl-C leaves within a tenth of a second.
///
/// Work that polls its flag ends by itself; what is still in a long loop is left to run out, and its
/// result is dropped. That is safe because a session is a value: nobody else sees what it does.
final class AbandonableWork<Result: Sendable>: Sendable {
  private let isAbandoned = Atomic(false)
  private let result = Mutex<Result?>(nil)
  private let end = DispatchSemaphore(value: 0)

  /// Starts the work, which is told how to ask whether it should stop.
  init(_ work: @escaping @Sendable (_ isCancelled: () -> Bool) -> Result) {
    DispatchQueue.global(qos: .userInitiated).async { [self] in
      let value = work { self.isAbandoned.load(ordering: .relaxed) }
      result.withLock { $0 = value }
      end.signal()
    }
  }

  /// The result, or nil where the work was left because of Ctrl-C or a request to leave. `waiting` is
  /// called again and again until then, and once with nil at the end.
  func value(_ waiting: (_ elapsed: Duration?) -> Void = { _ in }) -> Result? {
    let start = ContinuousClock.now
    defer { waiting(nil) }
    while end.wait(timeout: .now() + .milliseconds(10)) == .timedOut {
      guard Interrupt.isRequested else {
        waiting(start.duration(to: .now))
        continue
      }
      isAbandoned.store(true, ordering: .relaxed)
      // Most work ends by itself now, and then says where it stopped. On a busy machine each of the two
      // waits takes longer than it says.
      guard end.wait(timeout: .now() + .milliseconds(40)) == .success else { return nil }
      break
    }
    return result.withLock { $0 }
  }
}
