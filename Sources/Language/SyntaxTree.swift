package import Calendars

/// A name as it was typed.
package struct Identifier: Hashable, Sendable {
  /// Without backticks.
  package var text: String
  package var range: SourceRange
  /// Whether it stood in backticks, so that it can only be a column or a table.
  package var isQuoted: Bool

  package init(_ text: String, at range: SourceRange, isQuoted: Bool = false) {
    self.text = text
    self.range = range
    self.isQuoted = isQuoted
  }
}

/// One thing to do.
package enum Statement: Hashable, Sendable {
  /// `[name =] pipeline`
  case pipeline(Pipeline, keptAs: Identifier?)
  /// `.save notebook.md`: about the shell, never stored in a notebook.
  case command(ShellCommand)
}

/// `.verb rest of the line`
package struct ShellCommand: Hashable, Sendable {
  /// Without the dot.
  package var name: Identifier
  /// What follows the name, without the blanks around it; empty where nothing does.
  package var argument: String
  package var argumentRange: SourceRange

  package init(name: Identifier, argument: String, argumentRange: SourceRange) {
    self.name = name
    self.argument = argument
    self.argumentRange = argumentRange
  }
}

/// A source of rows and the stages that they pass through.
package struct Pipeline: Hashable, Sendable {
  package var source: Source
  /// Empty only where the source is a name.
  package var stages: [Stage]

  package init(source: Source, stages: [Stage]) {
    self.source = source
    self.stages = stages
  }

  package enum Source: Hashable, Sendable {
    /// The line begins with a verb: it reads the current dataset, or makes one (`load`).
    case current
    /// The line begins with `|`, which stands here: it goes on from the previous result.
    case previous(SourceRange)
    /// The line begins with the name of a table.
    case named(Identifier)
  }
}

/// A verb with what follows it.
package struct Stage: Hashable, Sendable {
  /// As typed, so maybe an alias or in another case; `VerbSyntax.name` has the verb's own name.
  package var verb: Identifier
  /// The name of the verb in the grammar.
  package var verbName: String
  package var argument: Argument?
  /// Each kind at most once.
  package var clauses: [Clause]
  package var range: SourceRange

  package init(
    verb: Identifier, verbName: String, argument: Argument?, clauses: [Clause], range: SourceRange
  ) {
    self.verb = verb
    self.verbName = verbName
    self.argument = argument
    self.clauses = clauses
    self.range = range
  }
}

/// What stands right after a verb, in the shape that the verb declares.
package enum Argument: Hashable, Sendable {
  case condition(Expression)
  case names([Identifier])
  /// `name = expression, ...`
  case assignments([Assignment])
  /// `: name = aggregate, ...` after the `by` clause.
  case aggregates([Assignment])
  case sortKeys([SortKey])
  case count(Int, SourceRange)
  case duration(CalendarDuration, SourceRange)
  case path(String, SourceRange)
  /// `sample gym` in place of a path.
  case sample(Identifier)
  case word(Identifier)
  /// What was typed, without the blanks around it.
  case line(String, SourceRange)
}

/// `name = expression`, or an expression alone that names itself.
package struct Assignment: Hashable, Sendable {
  package var name: Identifier?
  package var value: Expression

  package init(name: Identifier?, value: Expression) {
    self.name = name
    self.value = value
  }
}

package struct SortKey: Hashable, Sendable {
  package var value: Expression
  package var isDescending: Bool

  package init(value: Expression, isDescending: Bool) {
    self.value = value
    self.isDescending = isDescending
  }
}

/// The clauses that every verb draws from.
package enum Clause: Hashable, Sendable {
  case by([Assignment], SourceRange)
  /// `on customer`, `on customer = member_id`
  case on([Assignment], SourceRange)
  case per(Identifier, SourceRange)
  case of(Expression, SourceRange)
  /// `in 2024`, `in 2023-07..2024-06`
  case inPeriod(Expression, SourceRange)
  /// `vs 2024-02`, what `in` is compared with
  case versus(Expression, SourceRange)
  case asOf(Expression, SourceRange)
  /// `at 90 days, 1 year`: lengths of stay
  case at([CalendarDuration], SourceRange)
  case using(Identifier, SourceRange)
  case top(Int, SourceRange)
  case next(CalendarDuration, SourceRange)
  case with([Assignment], SourceRange)

  package var kind: ClauseKind {
    switch self {
    case .by: .by
    case .on: .on
    case .per: .per
    case .of: .of
    case .inPeriod: .inPeriod
    case .versus: .versus
    case .asOf: .asOf
    case .at: .at
    case .using: .using
    case .top: .top
    case .next: .next
    case .with: .with
    }
  }

  /// From the clause's keyword to its last token.
  package var range: SourceRange {
    switch self {
    case .by(_, let range), .on(_, let range), .per(_, let range), .of(_, let range),
      .inPeriod(_, let range), .versus(_, let range), .asOf(_, let range), .at(_, let range),
      .using(_, let range), .top(_, let range), .next(_, let range), .with(_, let range):
      range
    }
  }
}

/// The kinds of clause, named by their keywords.
package enum ClauseKind: String, CaseIterable, Hashable, Sendable {
  case by, on, per, of
  case inPeriod = "in"
  case versus = "vs"
  case asOf = "as of"
  case at, using, top, next, with
}
