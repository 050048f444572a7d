import Language
import Testing

@Suite("Words that name nothing")
struct UnknownWordTests {
  @Test(
    "a table that does not exist is explained",
    arguments: [
      ("anual", false, "there is no table or verb 'anual'", "did you mean 'annual'?"),
      ("forcast", false, "there is no table or verb 'forcast'", "did you mean 'forecast'?"),
      ("head", false, "'head' is called 'take' here", "write take 10"),
      ("anual", true, "there is no table 'anual'", "did you mean `annual`?"),
      ("zzz", false, "there is no table or verb 'zzz'", nil),
    ])
  func table(word: String, isQuoted: Bool, message: String, hint: String?) {
    let name = Identifier(word, at: SourceRange(0, word.utf8.count), isQuoted: isQuoted)
    let problem = unknownTable(name, tables: ["annual"], grammar: smallGrammar)
    #expect(problem.message == message)
    #expect(problem.hint == hint)
    #expect(problem.range == name.range)
  }

  @Test("every kind of problem has its own code, in words joined by dashes")
  func problemCodes() {
    let codes = SyntaxProblem.allCases.map(\.rawValue)
    #expect(Set(codes).count == codes.count)
    #expect(codes.allSatisfy { $0.allSatisfy { $0 == "-" || ("a"..."z").contains($0) } })
  }
}
