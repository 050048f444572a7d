import Columns
import Sessions
import Testing

/// A few seeds; `Benchmarks gymshifts` runs over two hundred.
@Suite struct GymShiftTests {
  @Test(arguments: [1]) func `the haemorrhage of the gym is found in its branch`(
    seed: Int
  ) throws {
    let table = try shifts(of: "load sample gym with seed = \(seed)")
    let row = try #require(
      table.rows.first { $0["carried_by"] == .text("sede Modena") }, "seed \(seed)")
    #expect(row["kind"] == .text("haemorrhage"))
    #expect(["2023-04", "2023-05", "2023-06"].map(Value.text).contains(row["from"] ?? .missing))
    #expect(row["to"] == .text("2024-12"))
  }

  @Test func `without it no branch bleeds, and August is no alarm`() throws {
    let table = try shifts(of: "load sample gym with seed = 3, haemorrhage = 0, price = 0")
    #expect(!table.rows.contains { $0["kind"] == .text("haemorrhage") })
    #expect(!table.rows.contains { $0["from"] == $0["to"] })
  }

  private func shifts(of load: String) throws -> Table {
    var session = Session(places: FilePlaces(folder: "."))
    try #require(!session.evaluate(load).isFailure)
    try #require(!session.evaluate("shifts").isFailure)
    return try #require(session.previous)
  }
}

extension Table {
  fileprivate var rows: [[String: Value]] {
    (0..<rowCount).map { row in
      Dictionary(
        uniqueKeysWithValues: zip(schema.fields, columns).map { ($0.name, $1[row]) })
    }
  }
}
