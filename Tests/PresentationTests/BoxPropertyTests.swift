import Columns
import Presentation
import TestSupport
import Testing
import Texts

private let pieces = ["a", "long word ", "李", "👍🏽", "e\u{301}", "\u{1B}", "|", "x y", "…", "ﬀ"]

private func randomTable(_ random: inout SeededGenerator) -> Table {
  let columnCount = Int.random(in: 1...12, using: &random)
  let rowCount = Int.random(in: 0...6, using: &random)
  func randomText() -> String {
    (0..<Int.random(in: 0...9, using: &random)).map { _ in
      pieces[Int.random(in: 0..<pieces.count, using: &random)]
    }.joined()
  }
  var fields: [Field] = []
  var columns: [Column] = []
  for number in 0..<columnCount {
    let isText = Bool.random(using: &random)
    fields.append(Field(randomText() + "\(number)", isText ? .text : .decimal))
    let cells = (0..<rowCount).map { _ -> Value in
      if Int.random(in: 0...4, using: &random) == 0 { return .missing }
      return isText
        ? .text(randomText()) : .decimal(Double.random(in: -1e7...1e7, using: &random))
    }
    columns.append(Column(isText ? .text : .decimal, cells))
  }
  return Table(schema: Schema(fields), columns: columns)
}

@Test("draws boxes whose lines are equally wide and never wider than allowed")
func drawsEvenBoxes() {
  var random = SeededGenerator(seed: 99)
  for round in 0..<400 {
    let table = randomTable(&random)
    let width = Int.random(in: 20...140, using: &random)
    let usesUnicode = Bool.random(using: &random)
    let options = RenderingOptions(width: width, usesUnicode: usesUnicode)
    let lines = render(table, as: .box, options: options).split(separator: "\n")
    let edges: Set<Character> = ["┌", "│", "├", "└", "+", "|"]
    let box = lines.filter { $0.first.map(edges.contains) ?? false }
    let widths = Set(box.map { displayWidth(String($0)) })
    #expect(widths.count == 1, "round \(round), seed 99")
    #expect(lines.allSatisfy { displayWidth(String($0)) <= width }, "round \(round), seed 99")
  }
}
