import Columns
import Sessions

/// All tasks on two files in one table, beside the times of other engines for the same tasks.
struct RatioBenchmark: Benchmark {
  let name = "ratios"
  let usage = "ratios CONTRACTS.csv ORDERS.csv [PEERS.csv]"
  let summary =
    "runs T1 to T9 on files of make and prints a table of milliseconds, the best of several runs; "
    + "PEERS.csv (task, engine, seconds) adds the times of others and the ratio to each"

  private static let tasks = ["T1", "T1o", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"]
  private static let tasksOfOrders: Set<String> = ["T1o", "T7", "T9"]
  private static let runs = 5

  func run(_ arguments: [String]) throws(BenchmarkError) {
    guard (2...3).contains(arguments.count) else { throw BenchmarkError("usage: \(usage)") }
    let peers = try arguments.count > 2 ? Peers(arguments[2]) : Peers()
    print("| task | ritorno ms |" + peers.names.map { " \($0) ms | ratio |" }.joined())
    print("|---|---|" + peers.names.map { _ in "---|---|" }.joined())
    for task in RatioBenchmark.tasks {
      let file = RatioBenchmark.tasksOfOrders.contains(task) ? arguments[1] : arguments[0]
      let own = try TaskBenchmark.times(file, task, runs: RatioBenchmark.runs).min() ?? .nan
      var line = "| \(task) | \(shown(own * 1000)) |"
      for name in peers.names {
        let best = peers.seconds["\(task) \(name)"]
        line += " \(best.map { shown($0 * 1000) } ?? "") |"
        line += " \(best.map { shown(own / $0) } ?? "") |"
      }
      print(line)
    }
  }

  /// With two digits behind the point below 10.
  private func shown(_ number: Double) -> String {
    let scale = number < 10 ? 100.0 : 10.0
    return "\((number * scale).rounded() / scale)"
  }

  /// The best times of other engines.
  private struct Peers {
    var names: [String] = []
    /// By task and name.
    var seconds: [String: Double] = [:]

    init() {}

    init(_ file: String) throws(BenchmarkError) {
      var session = Session(places: FilePlaces(folder: "."))
      let loaded = session.evaluate("load \"\(file)\" | take 100000")
      guard !loaded.isFailure, let table = session.previous, let tasks = table.column("task"),
        let engines = table.column("engine"), let times = table.column("seconds")
      else { throw BenchmarkError("\(file) is no table of task, engine, seconds") }
      for row in 0..<table.rowCount {
        guard case .text(let task) = tasks[row], case .text(let engine) = engines[row],
          let time = times[row].number
        else { continue }
        if !names.contains(engine) { names.append(engine) }
        let place = "\(task) \(engine)"
        seconds[place] = min(seconds[place] ?? .infinity, time)
      }
    }
  }
}
