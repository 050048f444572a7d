import Columns
import Glibc
import Planning
import TestSupport
import Testing

@testable import Execution

/// The log partial likelihood of one effect after Efron, straight from its definition.
private func partialLikelihood(_ rows: [(time: Double, left: Bool, x: Double)], _ b: Double)
  -> Double
{
  Set(rows.filter(\.left).map(\.time)).sorted().reduce(0) { sum, time in
    let leaving = rows.filter { $0.left && $0.time == time }
    let risk = rows.filter { $0.time >= time }.reduce(0) { $0 + exp(b * $1.x) }
    let tied = leaving.reduce(0) { $0 + exp(b * $1.x) }
    let d = Double(leaving.count)
    return sum + leaving.reduce(0) { $0 + b * $1.x }
      - (0..<leaving.count).reduce(0) { $0 + log(risk - Double($1) / d * tied) }
  }
}

/// The coefficient at the maximum, by narrowing a stretch to a third at a time.
private func best(_ rows: [(time: Double, left: Bool, x: Double)]) -> Double {
  var (low, high) = (-8.0, 8.0)
  for _ in 0..<90 {
    let (a, b) = (low + (high - low) / 3, high - (high - low) / 3)
    if partialLikelihood(rows, a) < partialLikelihood(rows, b) { low = a } else { high = b }
  }
  return (low + high) / 2
}

@Suite("Hazard ratios of columns")
struct HazardsTests {
  private let definition = Definition("hazard_ratio", title: "t", formula: "f", source: "s")

  private func table(_ fields: [Field], _ rows: [[Value]]) -> Table {
    let all =
      [
        Field("months", .decimal, unit: .months, role: .tenure),
        Field("lost", .boolean, role: .lost),
      ] + fields
    return Table(
      schema: Schema(all),
      columns: all.enumerated().map { index, field in Column(field.type, rows.map { $0[index] }) })
  }

  private func fitted(
    _ table: Table, areChosen: Bool = true, step: HazardSpecification.Step = .unit
  ) throws -> Table {
    let keys = (2..<table.columns.count).map { index in
      GroupKey(
        field: table.schema.fields[index], value: .column(index, table.schema.fields[index].type))
    }
    return try hazards(
      HazardSpecification(
        factors: keys, areChosen: areChosen, clock: .tenure(unit: .months, factor: 1), step: step,
        definition: definition), of: table, factorColumns: Array(table.columns.dropFirst(2)))
  }

  @Test("agree with the maximum of the likelihood, levels beside the commonest", arguments: 0..<60)
  func agrees(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let count = Int.random(in: 40...60, using: &random)
    var rows: [[Value]] = []
    for index in 0..<count {
      let isCommon = index % 5 < 3
      let time = Double.random(in: 0...12, using: &random) * (isCommon ? 1.5 : 1)
      rows.append([
        .decimal(time.rounded()), .boolean(random.chance(0.7)),
        .text(isCommon ? "annual" : "monthly"),
      ])
    }
    let result = try fitted(table([Field("plan", .text)], rows))
    #expect(result.rowCount == 1 && result.texts("level") == ["monthly"])
    let plain = rows.map { row in
      (
        time: row[0].number ?? 0, left: row[1] == .boolean(true),
        x: row[2] == .text("monthly") ? 1.0 : 0
      )
    }
    let ratio = try #require(result.decimals("hazard_ratio")[0])
    #expect(abs(log(ratio) - best(plain)) < 1e-6, "seed \(seed)")
    let (low, high) = (result.decimals("low")[0] ?? 9, result.decimals("high")[0] ?? 0)
    #expect(low < ratio && ratio < high, "seed \(seed)")
    #expect(result.texts("reference") == ["annual"])
  }

  private func rows(_ count: Int, _ more: (Int) -> [Value]) -> [[Value]] {
    (0..<count).map { index in
      [.decimal(Double((index * 7) % 23 + 1)), .boolean(index % 3 != 0)] + more(index)
    }
  }

  @Test("count a number per step, and leave out stays without it")
  func numbers() throws {
    let data = rows(90) { index in
      [index == 5 ? .missing : .decimal(Double((index * 11) % 37))]
    }
    let one = try fitted(table([Field("age", .decimal)], data))
    let ten = try fitted(table([Field("age", .decimal)], data), step: .round)
    #expect(one.texts("level") == ["per 1"] && ten.texts("level") == ["per 10"])
    let (r1, r10) = (
      try #require(one.decimals("hazard_ratio")[0]), try #require(ten.decimals("hazard_ratio")[0])
    )
    #expect(abs(log(r10) - 10 * log(r1)) < 1e-12)
    #expect(one.about.notes.contains("1 stay without one of the numbers left out"))
    #expect(one.about.facts.first { $0.name == "clients" }?.value == .integer(89))
  }

  @Test("drop a level that says the same as another, and say so")
  func aliases() throws {
    let data = rows(90) { index in
      let net = ["dsl", "fiber", "no"][(index / 2) % 3]
      return [.text(net), .text(net == "no" ? "no internet" : index % 2 == 0 ? "yes" : "no")]
    }
    let result = try fitted(table([Field("net", .text), Field("backup", .text)], data))
    #expect(result.rowCount == 3)
    #expect(
      result.about.notes.contains {
        $0.hasPrefix("no effect of its own, for the columns before say the same: backup no")
      })
  }

  @Test("are refused in words, or left out where nobody named them")
  func refusals() throws {
    let few = table([Field("plan", .text)], Array(rows(6) { [.text($0 % 2 == 0 ? "a" : "b")] }))
    let lonely = table(
      [Field("plan", .text), Field("place", .text)],
      rows(90) { index in
        [
          .text(index % 3 == 0 && index < 30 ? "never" : "often"),
          .text(index % 2 == 0 ? "a" : "b"),
        ]
      })
    let same = table(
      [Field("plan", .text), Field("kind", .text)],
      rows(90) { [.text($0 % 2 == 0 ? "a" : "b"), .text($0 % 2 == 0 ? "x" : "y")] })
    let constant = table([Field("plan", .text)], rows(90) { _ in [.text("a")] })
    let nobody = table(
      [Field("plan", .text)],
      rows(90) { [.text($0 % 2 == 0 ? "a" : "b")] }.map { row in
        [row[0], .boolean(false), row[2]]
      })
    let cases: [(Table, String)] = [
      (few, "tell too little of 1 effect: each needs at least 5"),
      (lonely, "nobody left among never of plan, so its effect has no finite estimate"),
      (same, "kind y says the same as the columns before it"),
      (constant, "plan has a single level"),
      (nobody, "nobody left, so nothing can be said about who leaves sooner"),
    ]
    for (table, message) in cases {
      #expect {
        try fitted(table)
      } throws: { error in
        guard case .impossible(let text, _)? = error as? ExecutionError else { return false }
        return text.contains(message)
      }
    }
    let usual = try fitted(lonely, areChosen: false)
    #expect(usual.texts("factor") == ["place"])
    #expect(usual.about.notes.contains("left out: plan (nobody left among never)"))
    #expect(try fitted(same, areChosen: false).texts("factor") == ["plan"])
  }

  @Test("leave out a number that grows with the stay unless it is named")
  func growth() throws {
    let data = rows(120) { index in
      [
        .decimal(Double((index * 7) % 23) * 10 + Double(index % 4)),
        .text(index % 2 == 0 ? "a" : "b"),
      ]
    }
    let both = table([Field("paid", .decimal), Field("plan", .text)], data)
    let usual = try fitted(both, areChosen: false)
    #expect(usual.texts("factor") == ["plan"])
    #expect(usual.about.notes.contains { $0.contains("paid (grows with the stay") })
  }
}
