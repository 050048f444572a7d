package import Columns
import Execution
package import Language
package import Planning
package import Presentation
import Vocabulary

/// One analyst's state: tables by name, the current dataset, the previous result, settings, parameters.
///
/// A value: a statement works on a copy, which takes the session's place only when all of it succeeded.
package struct Session: Sendable {
  package internal(set) var tables = NamedTables()
  /// The name of the dataset that a line beginning with a verb reads.
  package internal(set) var current: String?
  /// The last table that was shown.
  package internal(set) var previous: Table?
  /// The picture of it that was drawn last; nil where none was.
  package internal(set) var picture: Chart?
  package internal(set) var settings = Settings()
  /// Grows with every change of tables, roles, settings or the current dataset.
  package internal(set) var revision = 0
  package var parameters: [String: Literal]
  package var places: FilePlaces
  /// Told how far long work has come; nil where nobody asks.
  package var gauge: WorkGauge?
  let lexicon = Lexicon.standard
  let executor = LocalExecutor()

  package init(places: FilePlaces, parameters: [String: Literal] = [:]) {
    self.places = places
    self.parameters = parameters
  }

  package var grammar: Grammar { lexicon.grammar }
  /// The decimal sign of tables on the screen.
  package var decimalSeparator: Character { settings.decimalSeparator }
  /// How many rows of a table the screen shows.
  package var shownRows: Int { settings.rows }
  /// Lines that set all that is set now.
  package var settingLines: [String] { settings.lines }
  /// The rows of the current dataset; nil where there is none.
  package var currentRowCount: Int? { current.flatMap { tables[$0]?.rowCount } }

  /// Does what one statement says. `isCancelled` is polled during long work.
  package mutating func evaluate(
    _ text: String, isCancelled: () -> Bool = { false }
  ) -> Reply {
    let parsed = parse(text, grammar: grammar)
    var reply = Reply(SourceText(text))
    reply.warnings = parsed.diagnostics.filter { $0.severity == .warning }
    reply.errors = parsed.diagnostics.filter { $0.severity == .error }
    guard reply.errors.isEmpty, let statement = parsed.statement else { return reply }
    guard case .pipeline(let pipeline, let name) = statement else {
      reply.errors = [
        Diagnostic(
          code: "command-here", "a line with a dot is about the shell and has no place here",
          help: "type it at the prompt")
      ]
      return reply
    }
    var evaluation = Evaluation(self, reply, text: text)
    evaluation.run(pipeline, keptAs: name, isCancelled: isCancelled)
    if !evaluation.reply.isFailure { self = evaluation.session }
    return evaluation.reply
  }
}
