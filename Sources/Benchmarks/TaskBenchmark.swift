import Calendars
import Columns
import Notebooks
import Sessions

/// The tasks that retention analysis puts to an engine, each as a line of the language: load, filter,
/// group, churn, cohorts, survival. The names of tasks and of the columns of their answers are those of
/// a harness that runs other engines beside this one: `task {file} {task} {out}`.
struct TaskBenchmark: Benchmark {
  let name = "task"
  let usage = "task FILE TASK [OUT] [RUNS]"
  let summary =
    "runs T1 to T9 or T12 on FILE, TIME seconds a run (5 by default) after one to warm up; "
    + "the answer goes to OUT as CSV"

  func run(_ arguments: [String]) throws(BenchmarkError) {
    guard arguments.count >= 2, let task = Task(rawValue: arguments[1].lowercased()) else {
      throw BenchmarkError("usage: \(usage)")
    }
    var session = Session(places: FilePlaces(folder: "."))
    let load = "load \"\(arguments[0])\""
    let (seconds, loaded) = timed { session.evaluate(load) }
    guard !loaded.isFailure else { throw problem(loaded) }
    guard let line = task.line else { return print("TIME \(seconds)") }
    let isWholeProcess = task == .t12
    let runs = isWholeProcess ? 0 : arguments.count > 3 ? Int(arguments[3]) ?? 5 : 5
    var answer: Table?
    for run in 0...runs {
      // The result of a run must not be what the next one starts from.
      var fresh = session
      let (seconds, reply) = timed { fresh.evaluate(line) }
      guard !reply.isFailure else { throw problem(reply) }
      if run > 0 { print("TIME \(seconds)") }
      answer = fresh.previous
      if isWholeProcess { print(reply.rendered(in: .notebook).output, terminator: "") }
    }
    if arguments.count > 2, let answer {
      let text = Array(task.answer(answer).csv.utf8)
      do { try AtomicFile.write(text, to: arguments[2]) } catch {
        throw BenchmarkError(error.message)
      }
    }
  }

  private func problem(_ reply: Reply) -> BenchmarkError { TaskBenchmark.problem(reply) }

  private static func problem(_ reply: Reply) -> BenchmarkError {
    BenchmarkError(reply.rendered(in: .notebook).remarks)
  }

  /// The seconds that each run of a task takes, after one to warm up; of loading, every run.
  static func times(
    _ file: String, _ name: String, runs: Int
  ) throws(BenchmarkError) -> [Double] {
    guard let task = Task(rawValue: name.lowercased()) else {
      throw BenchmarkError("there is no task \(name)")
    }
    var session = Session(places: FilePlaces(folder: "."))
    var times: [Double] = []
    for _ in 0..<(task.line == nil ? runs : 1) {
      let (seconds, loaded) = timed { session.evaluate("load \"\(file)\"") }
      guard !loaded.isFailure else { throw problem(loaded) }
      times.append(seconds)
    }
    guard let line = task.line else { return times }
    times = []
    for run in 0...runs {
      var fresh = session
      let (seconds, reply) = timed { fresh.evaluate(line) }
      guard !reply.isFailure else { throw problem(reply) }
      if run > 0 { times.append(seconds) }
    }
    return times
  }
}

/// One task.
private enum Task: String {
  /// Loading the contracts and the orders.
  case t1, t1o
  case t2, t3, t4, t5, t6, t7, t8, t9
  /// The whole process: start, load, churn by month, print.
  case t12

  /// The line that a user would type after loading; nil where the load is all.
  var line: String? {
    switch self {
    case .t1, .t1o: nil
    case .t2: "filter plan == \"Premium\" and monthly_fee > 50 | count"
    case .t3: "group by reason: n = count(), fee = sum(monthly_fee)"
    case .t4: "group by reason, month: n = count()"
    case .t5, .t12: "churn by month"
    case .t6, .t7: "cohorts by month using on"
    case .t8: "survival by plan with curve = true, censored = true"
    case .t9: "returns using history with unit = day"
    }
  }

  /// The answer in the columns of the harness.
  func answer(_ table: Table) -> Answer {
    switch self {
    case .t1, .t1o: Answer([])
    case .t2: Answer([("n", table.values("count"))])
    case .t3:
      Answer([
        ("reason", table.values("reason")), ("n", table.values("n")), ("fee", table.values("fee")),
      ])
    case .t4:
      Answer([
        ("reason", table.values("reason")), ("m", table.values("month")), ("n", table.values("n")),
      ]).leavingOut { $0[1] == .missing }
    case .t5, .t12: Task.churn(table)
    case .t6: Task.triangle(table, measure: "survivors")
    case .t7: Task.triangle(table, measure: "n").leavingOut { $0[2] == .integer(0) }
    case .t8:
      Answer([
        ("plan", table.values("plan")), ("t", table.values("time")),
        ("at_risk", table.values("at_risk")), ("d", table.values("lost")),
        ("s", table.values("survival")),
      ])
    case .t9: Task.digest(table)
    }
  }

  private static func churn(_ table: Table) -> Answer {
    let (lost, early) = (table.values("lost"), table.values("early"))
    let churned = zip(lost, early).map { lost, early -> Value in
      guard case .integer(let all) = lost, case .integer(let ofNew) = early else { return .missing }
      return .integer(all - ofNew)
    }
    return Answer([
      ("m", table.values("period")), ("active", table.values("opening")),
      ("new", table.values("new")), ("lost", lost), ("churned", churned),
      ("rate", table.values("rate")),
    ])
  }

  /// Cohorts by their number from 2020-01 on.
  private static func triangle(_ table: Table, measure: String) -> Answer {
    let numbers = table.values("cohort").map { cohort -> Value in
      guard case .text(let text) = cohort, let year = Int64(text.prefix(4)),
        let month = Int64(text.suffix(2))
      else { return .missing }
      return .integer((year - 2020) * 12 + month - 1)
    }
    return Answer([("ms", numbers), ("k", table.values("k")), (measure, table.values("kept"))])
      .leavingOut { $0[0] == .missing || $0[2] == .missing }
  }

  /// Sums over all customers of the days they bought on again, the last and the whole time, and the
  /// mean amount of those days.
  private static func digest(_ table: Table) -> Answer {
    var sums = [Double](repeating: 0, count: 8)
    let columns = ["x", "t_x", "T", "mean_amount"].map { table.values($0) }
    for row in 0..<table.rowCount {
      let cells = columns.map { $0[row].number ?? 0 }
      let (again, recency, time, mean) = (cells[0], cells[1], cells[2], cells[3])
      for (index, term) in [
        again, recency, time, again * recency, again * time, recency * time, mean, mean * again,
      ].enumerated() {
        sums[index] += term
      }
    }
    let names = ["sf", "sr", "st", "sfr", "sft", "srt", "sm", "smf"]
    let whole = zip(names, sums).prefix(6).map { ($0, [Value.integer(Int64($1))]) }
    let rest = zip(names, sums).suffix(2).map { ($0, [Value.decimal($1)]) }
    return Answer([("customers", [.integer(Int64(table.rowCount))])] + whole + rest)
  }
}

/// Columns of values, to be written.
private struct Answer {
  var names: [String]
  var rows: [[Value]]

  init(_ columns: [(name: String, values: [Value])]) {
    names = columns.map(\.name)
    rows = (0..<(columns.first?.values.count ?? 0)).map { row in columns.map { $0.values[row] } }
  }

  func leavingOut(_ isUnwanted: ([Value]) -> Bool) -> Answer {
    var answer = self
    answer.rows = rows.filter { !isUnwanted($0) }
    return answer
  }

  var csv: String {
    var text = names.joined(separator: ",") + "\n"
    for row in rows { text += row.map(\.plainText).joined(separator: ",") + "\n" }
    return text
  }
}

extension Table {
  /// The values of a column; none where there is no such column.
  fileprivate func values(_ name: String) -> [Value] {
    guard let column = column(name) else { return [] }
    return (0..<rowCount).map { column[$0] }
  }
}

extension Value {
  /// Without quotes: no answer holds a comma.
  fileprivate var plainText: String {
    switch self {
    case .missing: ""
    case .integer(let number): number.description
    case .decimal(let number):
      number == number.rounded() && abs(number) < 1e15
        ? Int64(number).description : number.description
    case .boolean(let flag): flag ? "true" : "false"
    case .date(let date): date.description
    case .timestamp(let microseconds): microseconds.description
    case .text(let text): text
    }
  }
}
