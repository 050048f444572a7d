import Columns
import TableFiles
import Testing

@Suite("Dates in files")
struct DateTests {
  private func column(_ values: [String], _ options: LoadOptions = .init()) throws -> LoadedTable {
    try read("when,n\n" + values.map { "\($0),1\n" }.joined(), options)
  }

  @Test(
    "reads dates as they are written",
    arguments: [
      ("2024-03-15", "yyyy-mm-dd"), ("2024/3/15", "yyyy/m/dd"), ("15/03/2024", "dd/mm/yyyy"),
      ("03/15/2024", "mm/dd/yyyy"), ("15.03.2024", "dd.mm.yyyy"), ("15-03-2024", "dd-mm-yyyy"),
      ("15/3/24", "dd/m/yy"), ("2024-03-15 00:00:00", "yyyy-mm-dd hh:mm:ss"),
      ("2024-03-15T00:00", "yyyy-mm-ddThh:mm"),
    ])
  func forms(text: String, pattern: String) throws {
    let loaded = try column([text, "", text])
    #expect(cells(loaded, "when") == ["2024-03-15", "missing", "2024-03-15"])
    #expect(loaded.report.columns[0].recognised == pattern)
  }

  @Test(
    "reads the names of months in five languages",
    arguments: [
      "15 March 2024", "15 Mar 2024", "15-MAR-24", "15 marzo 2024", "15-mar-2024 00:00",
      "15 mars 2024",
    ])
  func monthNames(text: String) throws {
    let loaded = try column([text, "1 Aug 2024"])
    #expect(cells(loaded, "when") == ["2024-03-15", "2024-08-01"])
    #expect(try types(column([text, "1 jui 2024", "2 marketing 2024"]))[0] == .text)
  }

  @Test("reads eight digits as a date only under a name that says so")
  func compact() throws {
    #expect(
      try cells(read("order_date,n\n19970101,1\n19971231,2\n"), "order_date")
        == ["1997-01-01", "1997-12-31"])
    #expect(try types(read("code,n\n19970101,1\n19971231,2\n"))[0] == .integer)
    var options = LoadOptions()
    options.roles = [(.start, "code")]
    #expect(try types(read("code,n\n19970101,1\n19971231,2\n", options))[0] == .date)
  }

  @Test("keeps times where most values have one, to the microsecond")
  func timestamps() throws {
    var options = LoadOptions()
    options.dateOrder = .mdy
    let loaded = try column(
      ["1970-01-01 00:00:01.5", "1970-01-02T01:00:00Z", "1/2/1970 1:00 PM"], options)
    #expect(types(loaded)[0] == .timestamp)
    #expect(cells(loaded, "when") == ["1500000", "90000000000", "133200000000"])
  }

  @Test("asks where day and month cannot be told apart, showing both readings")
  func ambiguous() {
    let error = failure("when,n\n03/03/2024,1\n03/04/2024,2\n01/02/2024,2\n")
    #expect(
      error?.message
        == "the dates in 'when' can be read two ways: 03/04/2024 is 3 April 2024 or 4 March 2024")
    #expect(error?.help?.contains("with dates = dmy") == true)
    #expect(error?.line == 3)
    #expect(error?.rows == 2)
  }

  @Test("reads them as told, as another column shows, or where both readings agree")
  func settled() throws {
    for (order, first) in [(DateOrder.dmy, "2024-04-03"), (.mdy, "2024-03-04")] {
      var options = LoadOptions()
      options.dateOrder = order
      #expect(try cells(column(["03/04/2024"], options), "when") == [first])
    }
    let other = try read("a,b\n03/04/2024,25/12/2024\n")
    #expect(cells(other, "a") == ["2024-04-03"])
    #expect(
      other.report.guesses.contains {
        $0.message == "dates with the day first, as in other columns: a"
      })
    #expect(
      try cells(column(["01/01/2024", "02/02/2024"]), "when") == ["2024-01-01", "2024-02-02"])
  }

  @Test("takes days that stand for none as missing, and counts them")
  func sentinels() throws {
    let loaded = try column([
      "2024-03-15", "9999-12-31", "2100-01-01", "1900-01-01", "0000-00-00", "0001-01-01",
    ])
    #expect(cells(loaded, "when") == ["2024-03-15"] + Array(repeating: "missing", count: 5))
    #expect(loaded.report.warnings.first?.count == 5)
    #expect(loaded.table.about.asOf.map { "\($0)" } == "2024-03-15")
  }

  @Test("reads few impossible dates as missing with their lines, many as text with a reason")
  func impossible() throws {
    let few = try column(["15/01/2024", "31/02/2024", "16/01/2024", "17/01/2024"])
    #expect(cells(few, "when") == ["2024-01-15", "missing", "2024-01-16", "2024-01-17"])
    #expect(few.report.warnings.first?.lines == [3])
    let many = try column(["15/01/2024", "31/02/2024", "32/01/2024", "17/01/2024"])
    #expect(types(many)[0] == .text)
    #expect(
      many.report.warnings.first?.message
        == "'when' is kept as text: 2 of 4 dates are no days of the calendar")
    let both = try column(["15/01/2024", "01/15/2024", "16/01/2024", "01/16/2024"])
    #expect(
      both.report.warnings.first?.message
        == "'when' is kept as text: 2 dates can only be day/month and 2 only month/day")
  }

  @Test(
    "reads months as their first days, and says so",
    arguments: [
      ("2024-03", "2024-11", "yyyy-mm"), ("2024/03", "2024/11", "yyyy/mm"),
      ("03/2024", "11/2024", "mm/yyyy"), ("3-2024", "11-2024", "m-yyyy"),
      ("March 2024", "nov 2024", "month yyyy"), ("mar-2024", "novembre-2024", "month yyyy"),
      ("Mar-24", "nov-24", "month-yy"), ("marzo 24", "Nov 24", "month yy"),
      ("202403", "202411", "yyyymm"),
    ])
  func months(first: String, second: String, pattern: String) throws {
    let text = "month,n\n\(first),1\n,2\n\(second),3\n"
    let loaded = try read(text)
    #expect(cells(loaded, "month") == ["2024-03-01", "missing", "2024-11-01"])
    #expect(loaded.report.columns[0].recognised == pattern)
    #expect(
      loaded.report.guesses.contains(
        LoadGuess("months read as their first day: month", "with months = text")))
    var options = LoadOptions()
    options.months = .text
    #expect(try cells(read(text, options), "month") == [first, "missing", second])
  }

  @Test(
    "keeps codes that only look like months, unless told",
    arguments: [
      ("invoice", ["2024-03", "2024-11"]), ("x", ["3/2024", "11/2024"]),
      ("x", ["2010-11", "2011-12"]), ("x", ["2024-03", "2024-04", "2024-05", "2024-13"]),
      ("x", ["Mar-24", "Apr-24"]),
    ])
  func codesLikeMonths(name: String, values: [String]) throws {
    let text = "\(name),n\n" + values.map { "\($0),1\n" }.joined()
    let loaded = try read(text)
    #expect(cells(loaded, name) == values)
    #expect(loaded.report.guesses.contains { $0.correction == "with months = dates" })
    var options = LoadOptions()
    options.months = .dates
    let told = try read(text, options)
    #expect(types(told)[0] == .date)
    #expect(!told.report.guesses.contains { $0.correction.contains("months") })
  }

  @Test("six digits are a month where a name or an option says so", arguments: [10, 3_000])
  func sixDigits(rows: Int) throws {
    func text(_ name: String, last: String = "202412") -> String {
      "\(name),n\n" + (0..<rows).map { "\(202_301 + $0 % 12),1\n" }.joined() + "\(last),2\n"
    }
    #expect(try types(read(text("mese")))[0] == .date)
    #expect(try types(read(text("start")))[0] == .date)
    #expect(try types(read(text("x")))[0] == .integer)
    let slip = try read(text("mese", last: "202413"))
    #expect(types(slip)[0] == .date && slip.rejects?.rowCount == 1)
    var options = LoadOptions()
    options.months = .dates
    #expect(try cells(read(text("x"), options), "x").suffix(1) == ["2024-12-01"])
    #expect(try types(read(text("customer_id"), options))[0] == .integer)
    options.months = .text
    #expect(try types(read(text("mese"), options))[0] == .integer)
  }

  @Test("months over numbers name columns, and are values over months")
  func monthsAsNames() throws {
    #expect(try read("city,2024-01,2024-02\nRome,5,6\nOslo,7,8\n").report.hasHeader)
    #expect(try !read("2024-01,a\n2024-02,a\n2024-03,b\n").report.hasHeader)
    #expect(try read("when,what\n2024-02,a\n2024-03,b\n").report.hasHeader)
  }
}
