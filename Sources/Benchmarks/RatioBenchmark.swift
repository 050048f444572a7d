import Glibc
import Sessions

/// All tasks on two files, beside other programs that do the same tasks: one table of times and ratios.
struct RatioBenchmark: Benchmark {
  let name = "ratios"
  let usage = "ratios CONTRACTS.csv ORDERS.csv [NAME='COMMAND {file} {task}' ...]"
  let summary =
    "runs T1 to T9 on files of make and prints a table of milliseconds, the best of several runs, "
    + "beside programs that print TIME seconds"

  private static let tasks = ["T1", "T1o", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"]
  private static let tasksOfOrders: Set<String> = ["T1o", "T7", "T9"]
  private static let runs = 5

  func run(_ arguments: [String]) throws(BenchmarkError) {
    guard arguments.count >= 2 else { throw BenchmarkError("usage: \(usage)") }
    var peers: [(name: String, command: String)] = []
    for argument in arguments.dropFirst(2) {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw BenchmarkError("'\(argument)' is no NAME=COMMAND") }
      peers.append((parts[0], parts[1]))
    }
    print("| task | ritorno ms |" + peers.map { " \($0.name) ms | ratio |" }.joined())
    print("|---|---|" + peers.map { _ in "---|---|" }.joined())
    for task in RatioBenchmark.tasks {
      let file = RatioBenchmark.tasksOfOrders.contains(task) ? arguments[1] : arguments[0]
      let own = try TaskBenchmark.times(file, task, runs: RatioBenchmark.runs).min() ?? .nan
      var line = "| \(task) | \(shown(own)) |"
      for peer in peers {
        let best = RatioBenchmark.times(peer.command, file, task).min()
        line += " \(best.map(shown) ?? "") | \(best.map { ratio(own / $0) } ?? "") |"
      }
      print(line)
    }
  }

  /// Milliseconds.
  private func shown(_ seconds: Double) -> String { ratio(seconds * 1000) }

  /// With two digits behind the point below 10.
  private func ratio(_ number: Double) -> String {
    let scale = number < 10 ? 100.0 : 10.0
    return "\((number * scale).rounded() / scale)"
  }

  /// What a program says that the runs of a task took.
  private static func times(_ command: String, _ file: String, _ task: String) -> [Double] {
    let line = command.split(separator: "{file}", omittingEmptySubsequences: false)
      .joined(separator: file).split(separator: "{task}", omittingEmptySubsequences: false)
      .joined(separator: task)
    guard let pipe = unsafe popen(line, "r") else { return [] }
    defer { _ = unsafe pclose(pipe) }
    var times: [Double] = []
    var text: [UInt8] = []
    while true {
      let byte = unsafe fgetc(pipe)
      if byte == 10 || byte == EOF {
        let words = String(decoding: text, as: UTF8.self).split(separator: " ")
        if words.first == "TIME", words.count > 1, let time = Double(words[1]) {
          times.append(time)
        }
        text = []
        if byte == EOF { return times }
      } else {
        text.append(UInt8(truncatingIfNeeded: byte))
      }
    }
  }
}
