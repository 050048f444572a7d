import Language
import Planning
import TestSupport
import Testing
import Vocabulary

/// What every verb owes to those who use it.
@Suite("Lexicon")
struct LexiconTests {
  static let verbs = Lexicon.standard.verbs.map(\.syntax.name)

  @Test("gives every verb a page with a synopsis, a lesson and an example", arguments: verbs)
  func pageIsComplete(name: String) throws {
    let verb = try #require(Lexicon.standard.verb(named: name))
    #expect(verb.page.synopsis.contains(name), "the synopsis of \(name) does not show the verb")
    #expect(verb.page.lesson.count >= 20, "the lesson of \(name) says too little")
    #expect(verb.page.lesson.hasSuffix("."), "the lesson of \(name) is no sentence")
    #expect(!verb.page.examples.isEmpty, "\(name) has no example")
    for example in verb.page.examples {
      #expect(!example.shows.isEmpty, "\(example.line) does not say what it shows")
    }
    #expect(!verb.syntax.summary.isEmpty)
  }

  @Test("shows every clause that a verb takes in its synopsis", arguments: verbs)
  func synopsisShowsClauses(name: String) throws {
    let verb = try #require(Lexicon.standard.verb(named: name))
    for clause in verb.syntax.clauses where !LexiconTests.otherSpellings.contains(clause) {
      #expect(
        verb.page.synopsis.contains(clause.rawValue),
        "the synopsis of \(name) does not show '\(clause.rawValue)'")
    }
  }

  /// `per month` is another way to write `by month`, `next 6 months` another for `6 months`.
  private static let otherSpellings: [ClauseKind] = [.per, .next]

  @Test("parses the example of every verb's syntax", arguments: verbs)
  func syntaxExampleParses(name: String) throws {
    let syntax = try #require(Lexicon.standard.verb(named: name)).syntax
    let parsed = parse(syntax.example, grammar: Lexicon.standard.grammar)
    #expect(parsed.diagnostics.isEmpty, "\(syntax.example): \(parsed.diagnostics)")
    guard case .pipeline(let pipeline, _)? = parsed.statement else {
      Issue.record("\(syntax.example) is no pipeline")
      return
    }
    #expect(pipeline.stages.contains { $0.verbName == name }, "\(syntax.example) without \(name)")
  }

  @Test("uses every verb in the examples of its page", arguments: verbs)
  func examplesUseTheVerb(name: String) throws {
    let verb = try #require(Lexicon.standard.verb(named: name))
    let used = verb.page.examples.flatMap { example in
      guard
        case .pipeline(let pipeline, _)? = parse(
          example.line, grammar: Lexicon.standard.grammar
        ).statement
      else { return [String]() }
      return pipeline.stages.map(\.verbName)
    }
    #expect(used.contains(name), "no example of \(name) uses it")
  }

  @Test("calls no two things by one word")
  func namesAreUnique() {
    let words = Lexicon.standard.verbs.flatMap { [$0.syntax.name] + $0.syntax.aliases }
    #expect(repeated(words).isEmpty, "verbs share the words \(repeated(words))")
    #expect(words.allSatisfy { $0 == $0.lowercased() }, "a verb is not in lower case")
    let notBare = words.filter { !isBareName($0) }
    #expect(notBare.isEmpty, "\(notBare) are words of clauses or of conditions")
    let clauses = ClauseKind.allCases.map(\.rawValue)
    #expect(words.filter(clauses.contains).isEmpty, "a verb is called like a clause")
    #expect(repeated(Churn.measures.map(\.name)).isEmpty)
  }

  @Test("names each method and option of a verb once and says what it does", arguments: verbs)
  func choicesAreTold(name: String) throws {
    let page = try #require(Lexicon.standard.verb(named: name)).page
    #expect(repeated(page.methods.map(\.word)).isEmpty)
    #expect(repeated(page.options.map(\.name)).isEmpty)
    #expect(page.methods.allSatisfy { !$0.summary.isEmpty })
    #expect(page.options.allSatisfy { !$0.summary.isEmpty })
    let clauses = try #require(Lexicon.standard.verb(named: name)).syntax.clauses
    #expect(page.methods.isEmpty || clauses.contains(.using), "\(name) has methods and no using")
    #expect(
      page.options.isEmpty || clauses.contains(.with) || name == "set",
      "\(name) has options and no with")
  }

  private func repeated(_ words: [String]) -> [String] {
    Set(words.filter { word in words.filter { $0 == word }.count > 1 }).sorted()
  }
}
