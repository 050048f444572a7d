import Calendars
package import Columns
package import Language

/// A word of the language, declared once: what the parser, the planner, the help and the tests know of it.
package protocol Verb: Sendable {
  /// What may follow it.
  var syntax: VerbSyntax { get }
  /// What help prints.
  var page: VerbPage { get }
  /// What a stage means; `context.input` is what it reads. The error points at the clause to blame.
  func lower(_ stage: Stage, in context: inout LoweringContext) throws(Diagnostic) -> Step
  /// Whether a line that begins with it goes on from the previous result, not from the dataset.
  var readsPreviousResult: Bool { get }
  /// What a stage changes in the session, as far as its words tell.
  func effect(of stage: Stage) -> SessionEffect
}

extension Verb {
  package var readsPreviousResult: Bool { false }
  package func effect(of stage: Stage) -> SessionEffect { .none }
}

/// What a stage changes in the session beside the previous result: so a notebook knows, without
/// running anything, which cells follow from which.
package enum SessionEffect: Hashable, Sendable {
  case none
  /// Another dataset is there, and is the current one.
  case loadsDataset
  /// Another table is the current one.
  case choosesDataset
  /// Columns of the current dataset mean something else.
  case changesRoles
  /// Whatever comes after may be computed or read in another way.
  case changesSettings
}

/// What help, reference and tests print from.
package struct VerbPage: Sendable {
  /// `churn [by KEYS] [in PERIOD] [using FORMULA]`
  package var synopsis: String
  /// The question it answers, as a manager asks it; nil for verbs that only shape a table.
  package var question: String?
  /// How to read its result, in a few sentences.
  package var lesson: String
  /// The formulas that it chooses from, as trees of counts.
  package var measures: [Measure]
  /// What its other figures mean.
  package var definitions: [Definition]
  /// Words after `using`.
  package var methods: [Choice]
  /// Names after `with`.
  package var options: [OptionDeclaration]
  /// At least one, each run by a test on its dataset.
  package var examples: [Example]

  package init(
    synopsis: String, question: String? = nil, lesson: String, measures: [Measure] = [],
    definitions: [Definition] = [], methods: [Choice] = [], options: [OptionDeclaration] = [],
    examples: [Example]
  ) {
    self.synopsis = synopsis
    self.question = question
    self.lesson = lesson
    self.measures = measures
    self.definitions = definitions
    self.methods = methods
    self.options = options
    self.examples = examples
  }

  /// A word to choose and what it chooses.
  package struct Choice: Hashable, Sendable {
    package var word: String
    package var summary: String

    package init(_ word: String, _ summary: String) {
      self.word = word
      self.summary = summary
    }
  }

  /// A line that works on a shipped dataset, and what it shows.
  package struct Example: Hashable, Sendable {
    package var line: String
    package var shows: String
    package var dataset: Dataset

    package init(_ line: String, shows: String, on dataset: Dataset = .senators) {
      self.line = line
      self.shows = shows
      self.dataset = dataset
    }
  }

  /// What an example runs on.
  package enum Dataset: String, CaseIterable, Hashable, Sendable {
    case senators, gym, shop, cdnow, telco

    /// The line that loads it, from the top of the project.
    package var load: String {
      switch self {
      case .senators: "load datasets/canadian_senators.csv"
      case .gym: "load sample gym"
      case .shop: "load sample shop"
      case .cdnow:
        "load datasets/cdnow_sample.txt with separator = blanks, "
          + "names = \"customer, sample, date, quantity, amount\""
      case .telco: "load datasets/telco_churn.csv"
      }
    }
  }
}

/// An option after `with`.
package struct OptionDeclaration: Hashable, Sendable {
  package var name: String
  package var kind: OptionKind
  package var summary: String

  package init(_ name: String, _ kind: OptionKind, _ summary: String) {
    self.name = name
    self.kind = kind
    self.summary = summary
  }
}

/// The values that an option or a setting takes.
package enum OptionKind: Hashable, Sendable {
  /// A number in a range; percents count as numbers.
  case number(ClosedRange<Double>)
  case boolean
  case duration
  /// A duration, or a plain number in the unit of what it measures.
  case length
  case date
  case word([String])
  /// Any text or name.
  case text
  /// A column of the input.
  case column
  /// A condition on the columns, kept as written.
  case condition
  /// A text that lists named events.
  case events
}

/// What a stage does to the line.
package enum Step: Sendable {
  /// It makes a table.
  case table(Plan)
  /// It reads a file: only as the first stage.
  case load(LoadRequest)
  /// It changes the session: only as the sole stage.
  case session(SessionAction)
  /// It shows the table before it in another way.
  case presentation(PresentationStep)
}

package struct LoadRequest: Hashable, Sendable {
  /// As written; `sample gym` for a sample.
  package var path: String
  package var pathRange: SourceRange
  /// The name of a sample in place of a file.
  package var sample: String?
  /// How the sample is to be made, by name, as written.
  package var sampleOptions: [NamedOption] = []
  /// Roles given in the line, each with the column's name.
  package var roles: [RoleAssignment]
  /// Other options of the load, by name, as written.
  package var options: [NamedOption]

  package init(
    path: String, pathRange: SourceRange, roles: [RoleAssignment], options: [NamedOption]
  ) {
    self.path = path
    self.pathRange = pathRange
    self.roles = roles
    self.options = options
  }

  package struct NamedOption: Hashable, Sendable {
    package var name: String
    package var value: OptionValue
    package var range: SourceRange

    package init(_ name: String, _ value: OptionValue, at range: SourceRange) {
      self.name = name
      self.value = value
      self.range = range
    }
  }
}

/// `start = signup`
package struct RoleAssignment: Hashable, Sendable {
  package var role: Role
  package var column: Identifier

  package init(role: Role, column: Identifier) {
    self.role = role
    self.column = column
  }
}

package enum SessionAction: Hashable, Sendable {
  case use(Identifier)
  /// Empty: show the roles.
  case roles([RoleAssignment])
  case set(name: String, value: OptionValue)
  case showSettings
  /// The map of causes as the text of its file.
  case showCauses
  /// Another entry in front of the map of causes.
  case addCauses([CauseMap.Rule])
  /// The map of causes from a file.
  case loadCauses(path: String, SourceRange)
  /// The tables of the session.
  case showTables
  /// The tokens, the tree and the plan of a line.
  case explain(String)
}

package enum PresentationStep: Hashable, Sendable {
  /// A picture; nil picks the one that fits.
  case plot(kind: String?, SourceRange)
  /// The working.
  case how(SourceRange)
  /// The table with at most so many rows; nil for all.
  case show(limit: Int?)
}
