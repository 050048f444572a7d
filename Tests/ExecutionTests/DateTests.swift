import Calendars
import Columns
import Execution
import Kernels
import Planning
import Testing

@Suite("Dates")
struct DateTests {
  @Test(
    "months come first and end at the month's last day",
    arguments: [
      ("2024-01-31", 1, 0, "2024-02-29"), ("2023-01-31", 1, 0, "2023-02-28"),
      ("2024-01-31", 1, 1, "2024-03-01"), ("2024-03-31", -1, 0, "2024-02-29"),
      ("2024-02-29", 12, 0, "2025-02-28"), ("2024-12-31", 0, 1, "2025-01-01"),
      ("2024-03-15", -15, -15, "2022-11-30"),
    ])
  func moving(start: String, months: Int, days: Int, expected: String) {
    let duration = CalendarDuration(months: months, days: days)
    #expect(value(.moved(constant(start), duration)) == date(expected))
  }

  @Test("a date moved out of the years 1 to 9999 is missing, however far")
  func outOfTheCalendar() {
    for months in [12 * 7975, 12 * 7976, -12 * 2024, .max, .min] {
      let duration = CalendarDuration(months: months)
      let expected: Value = months == 12 * 7975 ? .date(lastDay) : .missing
      #expect(value(.moved(constant("2024-12-31"), duration)) == expected)
    }
    #expect(value(.moved(constant("2024-12-31"), CalendarDuration(days: .max))) == .missing)
    #expect(value(.moved(.constant(.date(lastDay), .date), CalendarDuration(days: 1))) == .missing)
  }

  @Test("a timestamp keeps its time of day, also before 1970")
  func timestamps() {
    let instant = Int64(day("1969-01-31").daysSinceEpoch) * microsecondsPerDay + 5_000_000
    let expected = Int64(day("1969-02-28").daysSinceEpoch) * microsecondsPerDay + 5_000_000
    let start = TypedExpression.constant(.timestamp(instant), .timestamp)
    #expect(value(.moved(start, CalendarDuration(months: 1))) == .timestamp(expected))
    #expect(value(.function(.day, [start], .date)) == date("1969-01-31"))
    #expect(value(.comparison(.greater, start, constant("1969-01-31"))) == .boolean(true))
    #expect(value(.comparison(.less, start, constant("1969-02-01"))) == .boolean(true))
  }

  @Test(
    "months(a, b) counts whole months, backwards as negative",
    arguments: [
      ("2024-01-31", "2024-02-28", 0), ("2024-01-31", "2024-02-29", 1),
      ("2024-01-31", "2024-03-30", 1), ("2024-01-31", "2024-03-31", 2),
      ("2024-02-29", "2025-02-28", 12), ("2024-03-15", "2024-03-15", 0),
      ("2024-03-15", "2024-02-16", 0), ("2024-03-15", "2024-02-15", -1),
      ("2024-02-29", "2024-01-31", -1), ("2020-05-10", "2024-05-09", 47),
    ])
  func wholeMonths(from: String, to: String, expected: Int64) {
    let months = TypedExpression.function(.months, [constant(from), constant(to)], .integer)
    #expect(value(months) == .integer(expected))
  }

  @Test("days(a, b) counts from a to b, a difference of dates from right to left")
  func days() {
    let (first, second) = (constant("2024-02-28"), constant("2024-03-01"))
    #expect(value(.function(.days, [first, second], .integer)) == .integer(2))
    #expect(value(.daysBetween(second, first)) == .integer(2))
  }

  @Test("a partial date is the range of its days, the last included")
  func within() throws {
    let days = ["2024-02-29", "2024-03-01", "2024-03-31", "2024-04-01"].map(date) + [.missing]
    let input = table(("d", .date, days))
    let march = try #require(PartialDate("2024-03")).period
    let condition = TypedExpression.within(.column(0, .date), march)
    #expect(bits(condition, over: input).bools == [false, true, true, false, false])
    let quarter = try #require(PartialDate("2024-Q1")).period
    let inQuarter = TypedExpression.within(.column(0, .date), quarter)
    #expect(bits(inQuarter, over: input).bools == [true, true, true, false, false])
  }

  @Test("parts of a date")
  func parts() {
    let newYear = constant("2023-01-01")
    #expect(value(.function(.week, [newYear], .text)) == .text("2022-W52"))
    #expect(value(.function(.month, [newYear], .text)) == .text("2023-01"))
    #expect(value(.function(.quarter, [newYear], .text)) == .text("2023-Q1"))
    #expect(value(.function(.year, [newYear], .integer)) == .integer(2023))
    #expect(value(.function(.weekday, [newYear], .integer)) == .integer(7))
  }

  private let lastDay = CivilDate(validYear: 9999, month: 12, day: 31)
  private func constant(_ text: String) -> TypedExpression { .constant(date(text), .date) }
}
