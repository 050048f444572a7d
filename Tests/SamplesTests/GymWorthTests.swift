import Columns
import Language
import Samples
import Sessions
import Testing

/// What was planted about worth is found again. Over 200 gyms: `Benchmarks gym-worth`.
@Suite("The gym's toxic clients and wanted losses")
struct GymWorthTests {
  private func customers(_ line: String, _ session: inout Session) throws -> Set<String> {
    let reply = session.evaluate(line)
    try #require(!reply.isFailure, "\(line)\n\(reply.rendered(in: .notebook).remarks)")
    for case .table(let table, _) in reply.blocks {
      let column = try #require(table.column("customer"))
      return Set((0..<column.count).compactMap { column[$0].word })
    }
    return []
  }

  @Test("are found in a handful of gyms", arguments: 1...3 as ClosedRange<UInt64>)
  func found(seed: UInt64) throws {
    var options = GymOptions()
    options.seed = seed
    options.size = 1000
    let truth = Gym(options).truth
    var session = Session(places: FilePlaces(folder: ""))
    _ = session.evaluate("load sample gym with seed = \(seed), size = 1000")
    let wanted = try customers("losses in 2019..2024 | filter wanted == true", &session)
    #expect(wanted == Set(truth.wanted), "seed \(seed)")
    let costly = try customers("value by customer | filter effort / months > 0.5", &session)
    let toxic = Set(truth.toxic)
    let right = Double(costly.intersection(toxic).count)
    #expect(right / Double(max(1, costly.count)) > 0.6, "precision, seed \(seed)")
    #expect(right / Double(max(1, toxic.count)) > 0.75, "recall, seed \(seed)")
  }
}
