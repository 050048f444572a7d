import Calendars
import Testing

@Suite("Civil dates")
struct CivilDateTests {
  @Test("count days one by one through every month and leap rule")
  func consecutive() {
    var expected = CivilDate(validYear: 1, month: 1, day: 1)
    #expect(expected.daysSinceEpoch == -719_162)
    for year in [1, 4, 100, 400, 1582, 1899, 1900, 1999, 2000, 2023, 2024, 2100, 9999] {
      var days = CivilDate(validYear: year, month: 1, day: 1).daysSinceEpoch
      var total = 0
      for month in 1...12 {
        for day in 1...CivilDate.daysInMonth(year: year, month: month) {
          let date = CivilDate(validYear: year, month: month, day: day)
          #expect(date.daysSinceEpoch == days)
          #expect(date.components == (year, month, day))
          days += 1
          total += 1
        }
      }
      #expect(total == (CivilDate.isLeap(year: year) ? 366 : 365))
      if year < 9999 {
        expected = CivilDate(validYear: year + 1, month: 1, day: 1)
        #expect(expected.daysSinceEpoch == days)
      }
    }
  }

  // Python: (date(y, m, d) - date(1970, 1, 1)).days and date.isoweekday()
  @Test(
    "agree with Python's calendar",
    arguments: [
      ((1970, 1, 1), 0, 4), ((1867, 10, 23), -37_325, 3), ((2000, 2, 29), 11_016, 2),
      ((2013, 10, 1), 15_979, 2), ((1600, 12, 31), -134_775, 7), ((2024, 12, 30), 20_087, 1),
    ])
  func python(numbers: (Int, Int, Int), days: Int32, weekday: Int) throws {
    let date = try #require(CivilDate(year: numbers.0, month: numbers.1, day: numbers.2))
    #expect(date.daysSinceEpoch == days)
    #expect(date.weekday == weekday)
  }

  @Test(
    "refuse days that do not exist",
    arguments: [
      (2023, 2, 29), (2024, 2, 30), (2024, 13, 1), (2024, 0, 1), (2024, 4, 31), (0, 1, 1),
    ])
  func impossible(year: Int, month: Int, day: Int) {
    #expect(CivilDate(year: year, month: month, day: day) == nil)
  }

  @Test("move by months to the same day or the month's last")
  func months() {
    let date = CivilDate(validYear: 2024, month: 1, day: 31)
    #expect("\(date.advanced(byMonths: 1))" == "2024-02-29")
    #expect("\(date.advanced(byMonths: 13))" == "2025-02-28")
    #expect("\(date.advanced(byMonths: -2))" == "2023-11-30")
    #expect("\(date.advanced(byMonths: -13))" == "2022-12-31")
    let duration = CalendarDuration(months: 1, days: 1)
    #expect("\(date.advanced(by: duration))" == "2024-03-01")
    #expect("\(date.advanced(by: -duration))" == "2023-12-30")
  }
}
