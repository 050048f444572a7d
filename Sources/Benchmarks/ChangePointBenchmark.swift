import Columns
import Sessions
import Statistics

/// Places shifts in simulated churn and, where the truth is given, says how often rightly.
///
/// DATA has the columns series_id, month, customers, churned; TRUTH series_id, kind (none, spike, step,
/// ramp), start, factor, and p, customers, phi. HALF is `even`, `odd` or `all` of the series, by a
/// quarter of their number: the threshold was chosen on the even half.
struct ChangePointBenchmark: Benchmark {
  let name = "changepoints"
  let usage = "changepoints DATA [TRUTH|-] [HALF] [answers]"
  let summary =
    "the shift of every series of DATA, rates beside TRUTH; with answers a CSV of them follows"

  func run(_ arguments: [String]) throws(BenchmarkError) {
    guard let path = arguments.first else { throw BenchmarkError("usage: \(usage)") }
    let data = try records(path)
    let half = arguments.count > 2 ? arguments[2] : "all"
    var order: [String] = []
    var series: [String: (counts: [Double], exposures: [Double])] = [:]
    for record in data {
      guard let id = record["series_id"], let lost = Double(record["churned"] ?? ""),
        let atRisk = Double(record["customers"] ?? "")
      else { throw BenchmarkError("\(path): a row lacks series_id, customers or churned") }
      if series[id] == nil { order.append(id) }
      series[id, default: ([], [])].counts.append(lost)
      series[id, default: ([], [])].exposures.append(atRisk)
    }
    order = order.enumerated().filter { belongs($0.offset, to: half) }.map(\.element)
    var answers: [String: ShiftScan] = [:]
    let (seconds, failure) = timed { () -> String? in
      for id in order {
        guard let (counts, exposures) = series[id] else { continue }
        let one = ShiftSeries(counts: counts, exposures: exposures, family: .share, season: 12)
        do { answers[id] = try ShiftScan(one) } catch { return "\(id): \(error)" }
      }
      return nil
    }
    if let failure { print("not searched: \(failure)") }
    print("SERIES \(order.count)  MILLISECONDS \(1000 * seconds / Double(max(1, order.count)))")
    if arguments.count > 1, arguments[1] != "-" {
      report(answers, order, truth: try records(arguments[1]))
    }
    if arguments.count > 3 { printAnswers(answers, order) }
  }

  /// The rows of a CSV file, each value by the name of its column.
  private func records(_ path: String) throws(BenchmarkError) -> [[String: String]] {
    var session = Session(places: FilePlaces(folder: "."))
    let reply = session.evaluate("records = load \"\(path)\"")
    guard !reply.isFailure, let table = session.tables["records"] else {
      throw BenchmarkError(reply.rendered(in: .notebook).remarks)
    }
    let names = table.schema.fields.map(\.name)
    return (0..<table.rowCount).map { row in
      var record: [String: String] = [:]
      for (name, column) in zip(names, table.columns) { record[name] = text(column[row]) }
      return record
    }
  }

  private func text(_ value: Value) -> String {
    switch value {
    case .integer(let number): String(number)
    case .decimal(let number): String(number)
    case .text(let text): text
    default: ""
    }
  }

  private func belongs(_ position: Int, to half: String) -> Bool {
    half == "all" || (position / 4 % 2 == 0) == (half == "even")
  }

  private func report(_ answers: [String: ShiftScan], _ order: [String], truth: [[String: String]])
  {
    var rates: [(name: String, hits: Int, of: Int)] = []
    func count(_ name: String, _ isHit: Bool) {
      if let index = rates.firstIndex(where: { $0.name == name }) {
        rates[index].hits += isHit ? 1 : 0
        rates[index].of += 1
      } else {
        rates.append((name, isHit ? 1 : 0, 1))
      }
    }
    let known = Set(order)
    for record in truth {
      guard let id = record["series_id"], known.contains(id), let scan = answers[id],
        let kind = record["kind"]
      else { continue }
      func number(_ name: String) -> Double { Double(record[name] ?? "") ?? 0 }
      let error = abs(scan.best.start - Int(number("start")))
      let factor = number("factor")
      let noise = (number("p") * number("customers") / max(1, number("phi"))).squareRoot()
      switch kind {
      case "none", "spike":
        count("false alarms", scan.isShift)
        count("false alarms in \(kind)", scan.isShift)
      case "step":
        count("steps within a month", scan.isShift && error <= 1)
        count("steps found", scan.isShift)
        if factor >= 1.75 {
          count("steps of 1.75 or more within a month", scan.isShift && error <= 1)
        }
        if (factor - 1) * noise > 3 {
          count(
            "strong steps, (factor - 1) sqrt(lost / phi) > 3, within a month",
            scan.isShift && error <= 1)
        }
        if scan.isShift {
          count("intervals that hold the start", scan.startInterval.contains(Int(number("start"))))
        }
      default:
        count("ramps within two months", scan.isShift && error <= 2)
        count("ramps found", scan.isShift)
      }
    }
    for rate in rates {
      print("\(rate.name): \(rate.hits) of \(rate.of) = \(Double(rate.hits) / Double(rate.of))")
    }
  }

  private func printAnswers(_ answers: [String: ShiftScan], _ order: [String]) {
    print("series_id,shift,shape,start,low,high,statistic,threshold,p,odd")
    for id in order {
      guard let scan = answers[id] else { continue }
      let odd = scan.outliers.map { String($0.place) }.joined(separator: " ")
      let fields = [
        id, scan.isShift ? "yes" : "no", scan.best.shape == .step ? "step" : "ramp",
        "\(scan.best.start)", "\(scan.startInterval.lowerBound)",
        "\(scan.startInterval.upperBound)",
        "\(scan.best.statistic)", "\(scan.threshold)", "\(scan.p)", odd,
      ]
      print(fields.joined(separator: ","))
    }
  }
}
