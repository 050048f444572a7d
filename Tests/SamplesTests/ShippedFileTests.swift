import Calendars
import Columns
import Language
import Samples
import Sessions
import TableFiles
import Testing

/// The real files in `datasets`, loaded by a line.
@Suite("The shipped files")
struct ShippedFileTests {
  private func table(_ line: String, _ name: String) throws -> Table {
    var session = Session(places: FilePlaces(folder: datasets))
    let reply = session.evaluate(line)
    #expect(!reply.isFailure, "\(reply.errors.map(\.message))")
    return try #require(session.tables[name])
  }

  // awk: '{n++; c[$1]; s+=$5; q+=$4} END {print n, length(c), s, q}' gives 6919 2357 244092 16479.
  @Test(
    "of CDNOW loads with names, separated by any run of blanks",
    arguments: ["blanks", "\" \""])
  func purchases(separator: String) throws {
    let table = try table(
      "load cdnow_sample.txt with separator = \(separator), "
        + "names = \"customer, sample, date, quantity, amount\"", "cdnow_sample")
    #expect(
      table.schema.fields.map(\.name) == ["customer", "sample", "date", "quantity", "amount"])
    #expect(table.schema.fields.map(\.type) == [.text, .text, .date, .integer, .decimal])
    #expect(table.schema.fields.map(\.role) == [.customer, nil, .date, nil, .amount])
    #expect(table.rowCount == 6_919)
    func values(_ column: String) -> [Value] {
      (0..<table.rowCount).compactMap { table.column(column)?[$0] }
    }
    #expect(Set(values("customer").compactMap(\.word)).count == 2_357)
    let cents = values("amount").compactMap(\.number).reduce(0) { $0 + Int(($1 * 100).rounded()) }
    #expect(cents == 24_409_194)
    #expect(values("quantity").compactMap(\.number).reduce(0, +) == 16_479)
    #expect(values("date").compactMap(\.day).min()?.description == "1997-01-01")
    #expect(values("date").compactMap(\.day).max()?.description == "1998-06-30")
  }

  @Test(
    "of CDNOW takes as many names as it has columns, else says so",
    arguments: ["customer, sample, date", "a, b, c, d, e, f"])
  func wrongNames(names: String) {
    var session = Session(places: FilePlaces(folder: datasets))
    let reply = session.evaluate(
      "load cdnow_sample.txt with separator = \" \", names = \"\(names)\"")
    #expect(reply.errors.first?.message.hasSuffix("for 5 columns") == true)
  }

  @Test(
    "of CDNOW needs a separator of one character",
    arguments: ["\"::\"", "\"\"", "\"§\"", "blankets"])
  func wrongSeparator(word: String) {
    var session = Session(places: FilePlaces(folder: datasets))
    let reply = session.evaluate("load cdnow_sample.txt with separator = \(word)")
    #expect(
      reply.errors.first?.message
        == "separator takes one character, or comma, semicolon, tab, bar, blanks")
  }

  @Test("of the telecom loads with customer, lost, tenure and amount")
  func telecom() throws {
    let table = try table("load telco_churn.csv", "telco_churn")
    #expect(table.rowCount == 7_043)
    let roles = table.schema.fields.filter { $0.role != nil && $0.role != .segment }
      .map { "\($0.role?.rawValue ?? "")=\($0.name)" }
    #expect(
      roles == ["customer=customer", "lost=churn", "tenure=tenure", "amount=monthly_charges"])
    let types = Dictionary(
      uniqueKeysWithValues: table.schema.fields.map { ($0.name, $0.type) })
    for name in ["customer", "tenure", "senior_citizen", "phone_service", "paperless_billing"] {
      #expect(types[name] == .integer, "\(name)")
    }
    #expect(types["monthly_charges"] == .decimal && types["total_charges"] == .decimal)
    #expect(types["churn"] == .boolean && types["contract"] == .text)
    let lost = try #require(table.column(.lost))
    #expect((0..<lost.count).count { lost[$0] == .boolean(true) } == 1_869)
  }
}
