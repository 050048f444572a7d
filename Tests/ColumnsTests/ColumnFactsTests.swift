import Columns
import Testing

@Suite("What is known of the columns of a table")
struct ColumnFactsTests {
  private let table = Table(
    schema: Schema([Field("a", .integer), Field("b", .integer)]),
    columns: [Column(.integers([1, 2])), Column(.integers([3, 4]))])

  /// A fact that tells how often it was found.
  private func ask(_ table: Table, _ name: String, _ fact: Int?, found: inout Int) -> Int? {
    var count = 0
    let known: Int? = table.facts.fact(name) {
      count += 1
      return fact
    }
    found += count
    return known
  }

  @Test("is found once under each name, also where there is none")
  func once() {
    var found = 0
    #expect(ask(table, "a", 7, found: &found) == 7)
    #expect(ask(table, "a", 8, found: &found) == 7)
    #expect(ask(table, "b", nil, found: &found) == nil)
    #expect(ask(table, "b", 9, found: &found) == nil)
    #expect(found == 2)
  }

  @Test("goes with copies, and not with other columns")
  func copies() {
    var found = 0
    _ = ask(table, "a", 1, found: &found)
    var copy = table
    copy.about.title = "other"
    #expect(ask(copy, "a", 2, found: &found) == 1)
    copy.columns[0] = Column(.integers([5, 6]))
    #expect(ask(copy, "a", 3, found: &found) == 3)
    #expect(ask(table, "a", 4, found: &found) == 1)
    #expect(ask(table.gathered([0]), "a", 5, found: &found) == 5)
  }
}
