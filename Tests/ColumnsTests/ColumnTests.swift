import Calendars
import Columns
import Kernels
import Testing

@Suite("Columns")
struct ColumnTests {
  @Test(
    "give back the cells that they were made of",
    arguments: [
      (ValueType.integer, [Value.integer(3), .missing, .integer(-1)]),
      (.decimal, [.decimal(0.5), .missing, .decimal(2)]),
      (.boolean, [.boolean(true), .boolean(false), .missing]),
      (.date, [.date(CivilDate(daysSinceEpoch: 9)), .missing, .missing]),
      (.timestamp, [.timestamp(-1), .missing, .timestamp(5)]),
      (.text, [.text("a"), .missing, .text("")]),
    ])
  func cells(type: ValueType, cells: [Value]) {
    let column = Column(type, cells)
    #expect(column.type == type)
    #expect((0..<3).map { column[$0] } == cells)
    #expect(column.missingCount == cells.count { $0 == .missing })
    #expect(
      (0..<4).map { column.gathered([2, 0, 0, 1])[$0] } == [cells[2], cells[0], cells[0], cells[1]])
  }

  @Test("store every word once")
  func words() {
    let words = Words(["b", "a", "b", "b"])
    #expect(words.dictionary == ["b", "a"])
    #expect(words.codes == [0, 1, 0, 0])
  }

  @Test("tell the day of a timestamp, before 1970 too")
  func days() {
    #expect(CivilDate(timestamp: -1).description == "1969-12-31")
    #expect(CivilDate(timestamp: 0).description == "1970-01-01")
    #expect(CivilDate(timestamp: microsecondsPerDay).description == "1970-01-02")
    #expect(CivilDate(timestamp: -microsecondsPerDay).description == "1969-12-31")
  }

  @Test("make tables that know what they are")
  func kinds() {
    let clients = Schema([Field("a", .date, role: .start)])
    let purchases = Schema([Field("a", .date, role: .date), Field("b", .text, role: .customer)])
    #expect(clients.kind == .clients)
    #expect(purchases.kind == .purchases)
    #expect(Schema([Field("a", .date, role: .date)]).kind == .other)
    #expect(purchases.index(of: Role.customer) == 1)
    #expect(purchases.index(of: "b") == 1)
  }
}
