import Glibc
import Synchronization

/// Ends what does not come to its end: a process that a test started, or the whole run of the tests.
///
/// A test that waits for a program, a terminal or a signal holds one as long as it waits. No time limit of
/// the testing library helps there: it asks a task to stop, and a thread in a system call does not listen.
package final class Deadline: Sendable {
  /// The status of a run that was ended.
  package static let status: Int32 = 70

  private struct Watched {
    let end: Int
    let what: String
    let process: Int32?
  }

  private static let watched = Mutex<(next: Int, all: [Int: Watched])>((0, [:]))
  private let number: Int

  /// Ends the run where this test holds it longer; says which one. The time is longer than all tests take
  /// beside each other: one that waits for a child waits for its turn, too.
  package convenience init(seconds: Int = 900, _ what: String = #fileID) {
    self.init(seconds, what, nil)
  }

  /// Kills a process, and its group where it leads one, where this is held longer.
  package convenience init(killing process: Int32, seconds: Int) {
    self.init(seconds, "process \(process)", process)
  }

  private init(_ seconds: Int, _ what: String, _ process: Int32?) {
    let watch = Watched(end: Deadline.now + seconds * 1_000, what: what, process: process)
    number = Deadline.watched.withLock { watched in
      watched.next += 1
      watched.all[watched.next] = watch
      return watched.next
    }
    _ = Deadline.watcher
  }

  deinit {
    Deadline.watched.withLock { _ = $0.all.removeValue(forKey: number) }
  }

  /// Milliseconds of a clock that never goes back.
  package static var now: Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
  }

  /// One thread for all, which ends with the process.
  private static let watcher: Bool = {
    var thread = pthread_t()
    return unsafe pthread_create(
      &thread, nil,
      { _ in
        while true {
          usleep(200_000)
          Deadline.look()
        }
      }, nil) == 0
  }()

  private static func look() {
    watched.withLock { watched in
      let now = now
      for (number, watch) in watched.all where watch.end < now {
        watched.all.removeValue(forKey: number)
        if let process = watch.process {
          killGroup(process)
        } else {
          // Whom nobody would end any more.
          for process in watched.all.values.compactMap(\.process) { killGroup(process) }
          let words =
            "error: \(watch.what) did not come to its end: the run of the tests is ended\n"
          _ = unsafe write(2, words, words.utf8.count)
          _exit(status)
        }
      }
    }
  }
}

/// Kills a process, with all of its group where it leads one.
package func killGroup(_ process: Int32) {
  if getpgid(process) == process { _ = kill(-process, SIGKILL) }
  _ = kill(process, SIGKILL)
}
