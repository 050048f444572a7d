import Columns
import Samples
import Sessions

/// How often `shifts` finds the gym's haemorrhage, its branch and its month, over many seeds.
struct GymShiftBenchmark: Benchmark {
  let name = "gymshifts"
  let usage = "gymshifts [SEEDS] [SIZE] [STRENGTH]"
  let summary = "shifts on gyms with and without a haemorrhage: hits, error in months, false alarms"

  func run(_ arguments: [String]) throws(BenchmarkError) {
    func number(_ place: Int, usually value: Int) -> Int {
      arguments.count > place ? Int(arguments[place]) ?? value : value
    }
    let (seeds, size) = (number(0, usually: 200), number(1, usually: 5_000))
    let strength = arguments.count > 2 ? arguments[2] : "1"
    let design = (branch: "sede \(GymDesign.haemorrhageBranch)", start: "2023-05")
    var (hits, within, exact, alarms, augusts, season) = (0, 0, 0, 0, 0, 0)
    var errors: [Int] = []
    let (seconds, failure) = timed { () -> String? in
      for seed in 1...max(1, seeds) {
        for planted in [strength, "0"] {
          var session = Session(places: FilePlaces(folder: "."))
          let load =
            "load sample gym with seed = \(seed), size = \(size), haemorrhage = \(planted)"
          guard !session.evaluate(load).isFailure, !session.evaluate("shifts").isFailure,
            let table = session.previous
          else { return "seed \(seed) fails" }
          let rows = lasting(table)
          augusts += isolatedAugusts(table)
          if planted == "0" {
            alarms += rows.isEmpty ? 0 : 1
            continue
          }
          if let row = rows.first(where: { $0.carrier == design.branch }) {
            hits += 1
            let error = abs(months(row.start) - months(design.start))
            errors.append(error)
            within += error <= 1 ? 1 : 0
            exact += error == 0 ? 1 : 0
          }
          guard !session.evaluate("season").isFailure, let index = session.previous else {
            continue
          }
          season += highest(index) == "August" ? 1 : 0
        }
      }
      return nil
    }
    if let failure { throw BenchmarkError(failure) }
    let mean = Double(errors.reduce(0, +)) / Double(max(1, errors.count))
    print("gym of \(size) rows, haemorrhage of strength \(strength), \(seeds) seeds, \(seconds) s")
    print("branch found: \(hits) of \(seeds); month exact \(exact), within one \(within)")
    print("mean error in months where found: \(mean), largest \(errors.max() ?? 0)")
    print("haemorrhages told of where none was planted: \(alarms) of \(seeds)")
    print("Augusts told of as odd: \(augusts) of \(2 * seeds) gyms")
    print("August the highest month of season: \(season) of \(seeds)")
  }

  private func cells(_ table: Table, _ name: String) -> [Value] {
    guard let column = table.column(name) else { return [] }
    return (0..<column.count).map { column[$0] }
  }

  private func lasting(_ table: Table) -> [(start: String, carrier: String)] {
    let kinds = cells(table, "kind")
    let (starts, carriers) = (cells(table, "from"), cells(table, "carried_by"))
    return kinds.indices.compactMap { row in
      guard kinds[row] == .text("haemorrhage"), case .text(let start) = starts[row] else {
        return nil
      }
      if case .text(let carrier) = carriers[row] { return (start, carrier) }
      return (start, "")
    }
  }

  private func isolatedAugusts(_ table: Table) -> Int {
    let (starts, ends) = (cells(table, "from"), cells(table, "to"))
    return starts.indices.contains { row in
      guard case .text(let start) = starts[row], start == "\(text(ends[row]))" else { return false }
      return start.hasSuffix("-08")
    } ? 1 : 0
  }

  private func text(_ value: Value) -> String {
    if case .text(let text) = value { text } else { "" }
  }

  private func highest(_ table: Table) -> String {
    let (months, index) = (cells(table, "month"), cells(table, "index"))
    let place = index.indices.max { (index[$0].number ?? 0) < (index[$1].number ?? 0) }
    return place.map { text(months[$0]) } ?? ""
  }

  private func months(_ label: String) -> Int {
    let parts = label.split(separator: "-").compactMap { Int($0) }
    return parts.count == 2 ? 12 * parts[0] + parts[1] : 0
  }
}
