import Columns
import Execution
import Planning
import Testing

@Suite("Texts")
struct TextTests {
  @Test(
    "~ ignores case and accents",
    arguments: [
      ("Perché no", "PERCHE", true), ("perche", "Perché", true), ("Straße", "STRASSE", true),
      ("cœur", "coeur", true), ("Łódź", "lodz", true), ("e\u{301}te\u{301}", "ÉTÉ", true),
      ("annual", "annually", false), ("", "", true), ("abc", "", true), ("", "a", false),
      ("aab", "ab", true),
    ])
  func contains(text: String, pattern: String, expected: Bool) {
    #expect(passes(.contains, text, pattern) == expected)
  }

  @Test("starts with, ends with and == mind case and accents, by code points")
  func exact() {
    #expect(passes(.startsWith, "Annual plan", "Annual"))
    #expect(!passes(.startsWith, "Annual plan", "annual"))
    #expect(passes(.endsWith, "Annual plan", "plan"))
    #expect(!passes(.endsWith, "plan", "Annual plan"))
    let composed = text("\u{E9}")
    let decomposed = text("e\u{301}")
    #expect(value(.comparison(.equal, composed, decomposed)) == .boolean(false))
    #expect(value(.comparison(.less, text("Zoo"), text("apple"))) == .boolean(true))
    #expect(value(.comparison(.less, text("z"), text("é"))) == .boolean(true))
    #expect(value(.comparison(.less, text("\u{FFFD}"), text("\u{1F600}"))) == .boolean(true))
  }

  @Test("a regular expression matches anywhere; an invalid one nowhere")
  func matches() {
    #expect(passes(.matches, "price too high", "too +h"))
    #expect(!passes(.matches, "price too high", "^too"))
    #expect(!passes(.matches, "price (", "("))
  }

  @Test("functions of texts")
  func functions() {
    #expect(value(.function(.lower, [text("PERCHÉ")], .text)) == .text("perché"))
    #expect(value(.function(.upper, [text("straße")], .text)) == .text("STRASSE"))
    #expect(value(.function(.trim, [text("\t a b \u{A0}\n")], .text)) == .text("a b"))
    #expect(value(.function(.trim, [text(" ")], .text)) == .text(""))
    #expect(value(.function(.length, [text("naïve 👍🏽")], .integer)) == .integer(7))
  }

  @Test("words that a function makes equal are one group")
  func merged() throws {
    let input = table(("x", .text, ["Price", "price", "PRICE", "other"].map(Value.text)))
    let aggregation = Aggregation(
      keys: [
        GroupKey(
          field: Field("x", .text), value: .function(.lower, [.column(0, .text)], .text))
      ],
      measures: [AggregateColumn(Field("n", .integer), .count)])
    let result = try run(input, schema: schema(of: aggregation)) { .aggregate($0, aggregation) }
    #expect(result.rows == [[.text("price"), .integer(3)], [.text("other"), .integer(1)]])
  }

  private func text(_ text: String) -> TypedExpression { .constant(.text(text), .text) }

  private func passes(_ test: TextTest, _ word: String, _ pattern: String) -> Bool {
    value(.textTest(test, text(word), pattern)) == .boolean(true)
  }
}
