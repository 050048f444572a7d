import Calendars
import Testing

@Suite("Grains")
struct GrainTests {
  @Test("put every day into the period that starts at or before it", arguments: Grain.allCases)
  func contains(grain: Grain) {
    for days in stride(from: Int32(-40_000), to: 40_000, by: 17) {
      let date = CivilDate(daysSinceEpoch: days)
      let ordinal = grain.ordinal(of: date)
      #expect(grain.firstDay(ofOrdinal: ordinal) <= date)
      #expect(date < grain.firstDay(ofOrdinal: ordinal + 1))
    }
  }

  // Python: "%d-W%02d" % date.isocalendar()[:2]
  @Test(
    "name weeks as ISO 8601 does",
    arguments: [
      ((2024, 12, 30), "2025-W01"), ((2021, 1, 3), "2020-W53"), ((2024, 2, 29), "2024-W09"),
      ((2016, 1, 3), "2015-W53"), ((1970, 1, 1), "1970-W01"),
    ])
  func weeks(numbers: (Int, Int, Int), label: String) {
    let date = CivilDate(validYear: numbers.0, month: numbers.1, day: numbers.2)
    #expect(Grain.week.label(ofOrdinal: Grain.week.ordinal(of: date)) == label)
  }

  @Test(
    "give labels that are read back as the same period",
    arguments: ["2024-03-15", "2024-03", "2024-Q1", "2024-W09", "2020-W53", "2024"])
  func labels(text: String) throws {
    let date = try #require(PartialDate(text))
    #expect(date.description == text)
    #expect(date.grain.ordinal(of: date.firstDay) == date.ordinal)
    #expect(date.grain.ordinal(of: date.dayAfter) == date.ordinal + 1)
  }

  @Test(
    "refuse texts that name no period",
    arguments: [
      "", "20", "2024-", "2024-13", "2024-Q5", "2024-Q0", "2021-W53", "2024-W00", "2024-02-30",
      "2024-3-1", "99999", "0999", "2024-3", "abcd", "2024-03-15x",
    ])
  func refused(text: String) {
    #expect(PartialDate(text) == nil)
  }

  @Test("count a duration in periods only where it is a whole number of them")
  func durations() {
    #expect(CalendarDuration(months: 6).periods(of: .quarter) == 2)
    #expect(CalendarDuration(months: 6).periods(of: .year) == nil)
    #expect(CalendarDuration(days: 14).periods(of: .week) == 2)
    #expect(CalendarDuration(months: 1, days: 1).periods(of: .month) == nil)
    #expect(CalendarDuration(months: 18, days: 5).description == "18mo 5d")
    #expect(CalendarDuration(months: 1).description == "1 month")
  }
}
