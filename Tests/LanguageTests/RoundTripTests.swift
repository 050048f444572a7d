import Language
import Testing

@Suite("Writing and reading back")
struct RoundTripTests {
  @Test("gives the same tree, 4000 times", arguments: 0..<40)
  func roundTrip(block: Int) {
    for seed in (block * 100)..<(block * 100 + 100) {
      var trees = RandomTrees(seed: UInt64(seed))
      let tree = trees.statement()
      let text = format(tree)
      let parsed = parse(text, grammar: smallGrammar)
      let printed = parsed.diagnostics.map { render($0, in: SourceText(text)) }
      #expect(
        parsed.statement?.erasingRanges == tree.erasingRanges, "seed \(seed): \(text) \(printed)")
      #expect(parsed.diagnostics.isEmpty, "seed \(seed): \(text) \(printed)")
      #expect(parsed.statement.map { format($0) } == text, "seed \(seed)")
      #expect(isComplete(text), "seed \(seed): \(text)")
    }
  }

  @Test("finds a random script's statements again", arguments: 0..<100)
  func scripts(seed: UInt64) {
    var trees = RandomTrees(seed: seed)
    // A statement that begins with a pipe would go on from the one before.
    let lines = (0..<6).map { _ in format(trees.statement()) }
    let script = lines.joined(separator: "\n\n# note\n\n")
    #expect(splitStatements(script).map(\.text) == lines, "seed \(seed)")
  }

  @Test("keeps a range that holds the text of what it stands for")
  func ranges() {
    let line = "annual | filter `a b` in (1, 2) and not x > -3 | churn by k = upper(z) in 2024"
    let parsed = parse(line, grammar: smallGrammar)
    guard case .pipeline(let pipeline, _)? = parsed.statement else {
      Issue.record("no pipeline")
      return
    }
    func text(_ range: SourceRange) -> String {
      String(decoding: Array(line.utf8)[range.lowerBound..<range.upperBound], as: UTF8.self)
    }
    #expect(
      pipeline.stages.map { text($0.range) } == [
        "filter `a b` in (1, 2) and not x > -3", "churn by k = upper(z) in 2024",
      ])
    #expect(
      pipeline.stages[1].clauses.map { text($0.range) } == ["by k = upper(z)", "in 2024"])
    guard case .condition(.binary(_, let left, let right, let sign))? = pipeline.stages[0].argument
    else {
      Issue.record("no condition")
      return
    }
    #expect([left.range, sign, right.range].map(text) == ["`a b` in (1, 2)", "and", "not x > -3"])
  }
}
