import Calendars
import Testing

@Suite("Named events")
struct NamedEventTests {
  @Test(
    "Easter falls on the Sundays of the almanac",
    arguments: [
      (1818, 3, 22), (1943, 4, 25), (1961, 4, 2), (2000, 4, 23), (2008, 3, 23), (2019, 4, 21),
      (2024, 3, 31), (2025, 4, 20), (2038, 4, 25), (2285, 3, 22),
    ])
  func easter(year: Int, month: Int, day: Int) {
    #expect(easterSunday(year) == CivilDate(year: year, month: month, day: day))
  }

  private func share(_ text: String, _ period: String) throws -> Double {
    try #require(NamedEvent.list(text).first)
      .share(of: try #require(PartialDate(period)).period)
  }

  @Test(
    "the share of a period is the part of the event in it",
    arguments: [
      // Good Friday 29 March to Easter Monday 1 April.
      ("easter", "2024-03", 0.75), ("Easter", "2024-04", 0.25), ("easter", "2023-04", 1.0),
      ("easter", "2023-03", 0.0), ("easter", "2024-Q2", 0.25), ("easter", "2024", 1.0),
      ("black friday", "2024-11", 0.5), ("black friday", "2024-12", 0.5),
      ("black friday", "2023-11", 1.0), ("black friday", "2024-W48", 0.75),
      ("black friday", "2024-11-29", 1.0), ("black friday", "2024-11-28", 0.0),
      ("closing = 2023-08-07..2023-08-20", "2023-08", 1.0), ("closing = 2023-08", "2023-Q3", 1.0),
      ("lockdown = 2020-03-09..2020-05-17", "2020-03", 23 / 31.0),
      ("lockdown = 2020-03-09..2020-05-17", "2020-04", 1.0),
      ("sale = 2023-01 and 2024-01", "2024-01", 1.0),
      ("sale = 2023-01 and 2024-01", "2024-02", 0.0),
      ("price = 2022-03-16..", "2022-03", 16 / 31.0), ("price = 2022-03..", "2022-02", 0.0),
      ("price = 2022-03..", "2031", 1.0),
    ] as [(String, String, Double)])
  func shares(text: String, period: String, expected: Double) throws {
    #expect(abs(try share(text, period) - expected) < 1e-12)
  }

  @Test("shares are those of counting days", arguments: 0..<200)
  func counted(seed: UInt64) throws {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let grain = Grain.allCases[next(Grain.allCases.count)]
    let first = CivilDate(daysSinceEpoch: Int32(19_000 + next(800)))
    let last = first.advanced(byDays: next(120))
    let event = try #require(NamedEvent.list("x = \(first)..\(last)").first)
    let ordinal = grain.ordinal(of: first.advanced(byDays: next(200) - 40))
    let period = PartialDate(grain: grain, ordinal: ordinal).period
    let days = (0..<period.lengthInDays).count {
      (first...last).contains(period.start.advanced(byDays: $0))
    }
    let length = Int(last.daysSinceEpoch - first.daysSinceEpoch) + 1
    let expected = Double(days) / Double(min(length, period.lengthInDays))
    #expect(abs(event.share(of: period) - expected) < 1e-12, "seed \(seed)")
  }

  @Test("a list keeps its order and what lasts")
  func list() throws {
    let events = try NamedEvent.list(
      " easter , new price = 2024-03.. ,, closing=2023-08 and 2024-08")
    #expect(events.map(\.name) == ["easter", "new price", "closing"])
    #expect(events.map(\.isLasting) == [false, true, false])
    #expect(try NamedEvent.list("  ").isEmpty)
  }

  @Test("what cannot be read is told apart")
  func refusals() {
    #expect(throws: NamedEventError.noDays(name: "estaer")) { try NamedEvent.list("estaer") }
    #expect(throws: NamedEventError.notDays(text: "2024-13", name: "x")) {
      try NamedEvent.list("x = 2024-13")
    }
    #expect(throws: NamedEventError.notDays(text: "", name: "x")) { try NamedEvent.list("x =") }
    #expect(throws: NamedEventError.notDays(text: "..2024", name: "x")) {
      try NamedEvent.list("x = ..2024")
    }
    #expect(throws: NamedEventError.endsBeforeStart(text: "2024..2023")) {
      try NamedEvent.list("x = 2024..2023")
    }
    #expect(throws: NamedEventError.twice(name: "x")) { try NamedEvent.list("x = 2024, x = 2023") }
    #expect(throws: NamedEventError.noName(text: "= 2024")) { try NamedEvent.list("= 2024") }
  }
}
