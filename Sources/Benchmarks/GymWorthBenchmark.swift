import Columns
import Samples
import Sessions

/// How well toxic clients and wanted losses are found again among the members of made-up gyms.
struct GymWorthBenchmark: Benchmark {
  let name = "gym-worth"
  let usage = "gym-worth [SEEDS] [SIZE]"
  let summary =
    "precision and recall of toxic clients and wanted losses over SEEDS gyms (200) of SIZE rows (5000)"

  /// Lines whose customers are held to be toxic.
  private static let rules = [
    ("quadrant let go, medians", "value by customer | filter quadrant == \"let go\""),
    (
      "quadrant let go, effort above 10",
      "value by customer with high_effort = 10 | filter quadrant == \"let go\""
    ),
    ("more than half an hour a month", "value by customer | filter effort / months > 0.5"),
    (
      "half an hour of each of the last 12 months, 3 hours at least",
      "value by customer | filter effort > 3 and "
        + "(effort / months > 0.5 or (months > 12 and effort / 12 > 0.5))"
    ),
    ("value below 0 at 25 an hour", "value by customer | filter value < 0"),
  ]

  func run(_ arguments: [String]) throws(BenchmarkError) {
    let seeds = arguments.first.flatMap { Int($0) } ?? 200
    let size = arguments.count > 1 ? Int(arguments[1]) ?? 5000 : 5000
    var toxic = GymWorthBenchmark.rules.map { _ in Finding() }
    var (wanted, healthy) = (Finding(), Finding())
    for seed in 1...max(1, seeds) {
      var options = GymOptions()
      options.seed = UInt64(seed)
      options.size = size
      let truth = Gym(options).truth
      var session = Session(places: FilePlaces(folder: "."))
      _ = session.evaluate("load sample gym with seed = \(seed), size = \(size)")
      _ = session.evaluate("set effort_cost = 25")
      for (index, rule) in GymWorthBenchmark.rules.enumerated() {
        toxic[index].add(try customers(rule.1, &session), of: Set(truth.toxic))
      }
      let lost = try customers("losses in 2019..2024", &session)
      let line = "losses in 2019..2024 | filter "
      wanted.add(try customers(line + "wanted == true", &session), of: Set(truth.wanted))
      healthy.add(
        try customers(line + "verdict == \"healthy\"", &session),
        of: Set(truth.toxic).intersection(lost))
    }
    for (rule, finding) in zip(GymWorthBenchmark.rules, toxic) {
      print("toxic, \(rule.0): \(finding.words)")
    }
    print("lost and toxic, judged healthy: \(healthy.words)")
    print("wanted losses: \(wanted.words)")
  }

  private func customers(
    _ line: String, _ session: inout Session
  ) throws(BenchmarkError) -> Set<String> {
    let reply = session.evaluate(line)
    for case .table(let table, _) in reply.blocks {
      guard let column = table.column("customer") else { break }
      return Set(
        (0..<column.count).compactMap { row in
          if case .text(let code) = column[row] { code } else { nil }
        })
    }
    throw BenchmarkError("\(line)\n\(reply.rendered(in: .notebook).remarks)")
  }
}

/// What was found of what was there, in all gyms together.
private struct Finding {
  private var found = 0
  private var right = 0
  private var there = 0

  mutating func add(_ customers: Set<String>, of truth: Set<String>) {
    found += customers.count
    right += customers.intersection(truth).count
    there += truth.count
  }

  var words: String {
    func share(_ whole: Int) -> String {
      whole == 0 ? "-" : String((Double(right) / Double(whole) * 10_000).rounded() / 10_000)
    }
    return
      "precision \(share(found)), recall \(share(there)) (\(right) of \(there), \(found) named)"
  }
}
