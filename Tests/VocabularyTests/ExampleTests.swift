import Columns
import Language
import Planning
import Sessions
import TestSupport
import Testing
import Vocabulary

/// The examples that help prints, each run on its dataset.
@Suite("Examples")
struct ExampleTests {
  static let examples = Lexicon.standard.verbs.flatMap(\.page.examples)

  @Test("answers every example of the help", arguments: examples)
  func answersExample(_ example: VerbPage.Example) throws {
    let line = example.line
    var session = Session(places: FilePlaces(folder: Project.path(".")))
    let loaded = session.evaluate(example.dataset.load)
    try #require(!loaded.isFailure, "\(loaded.rendered(in: .notebook).remarks)")
    let reply = session.evaluate(line)
    let rendered = reply.rendered(in: .notebook)
    #expect(!reply.isFailure, "\(line)\n\(rendered.remarks)")
    #expect(reply.warnings.isEmpty, "\(line) warns\n\(rendered.remarks)")
    #expect(!rendered.output.isEmpty, "\(line) answers nothing")
    for case .table(let table, _) in reply.blocks {
      #expect(table.rowCount > 0, "\(line) answers a table without rows")
    }
  }

  @Test("has a page of help for every verb, with its options and methods")
  func helpIsComplete() throws {
    let pages = HelpPages()
    for verb in Lexicon.standard.verbs {
      let page = try #require(pages.page(verb.syntax.name))
      for word in verb.page.options.map(\.name) + verb.page.methods.map(\.word) {
        #expect(page.contains(word), "help \(verb.syntax.name) does not tell of \(word)")
      }
      for example in verb.page.examples {
        #expect(page.contains(example.line), "help \(verb.syntax.name) lacks \(example.line)")
      }
      #expect(pages.overview.contains("  \(verb.syntax.name) "), "\(verb.syntax.name)")
    }
  }

  @Test("tells of every setting, and every setting can be set")
  func settingsAreTold() throws {
    let page = try #require(HelpPages().page("set"))
    for setting in Settings.declarations {
      #expect(page.contains(setting.name), "help set does not tell of \(setting.name)")
      #expect(page.contains(setting.summary), "help set does not explain \(setting.name)")
      var session = Session(places: FilePlaces(folder: ""))
      let line = "set \(setting.name) = \(accepted(setting))"
      let reply = session.evaluate(line)
      #expect(!reply.isFailure, "\(line)\n\(reply.rendered(in: .notebook).remarks)")
      #expect(session.settings[setting.name] != nil, "\(line) sets nothing")
    }
  }

  /// A value that a setting takes; of two settings that bound a band, the outer ends.
  private func accepted(_ setting: OptionDeclaration) -> String {
    switch setting.kind {
    case .number(let range):
      let end = setting.name.hasSuffix("_low") ? range.lowerBound : range.upperBound
      return OptionValue.number(end).description
    case .boolean: return "yes"
    case .duration, .length: return "1 year"
    case .date: return "1999-12-31"
    case .word(let words): return "\"\(words.last ?? "")\""
    case .text, .column: return "word"
    case .condition: return "plan == 1"
    case .events: return "\"easter\""
    }
  }
}
