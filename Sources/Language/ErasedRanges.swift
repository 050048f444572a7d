// Two trees say the same where they are equal after this: places in the text, and the way a verb
// was typed, are gone.

private let nowhere = SourceRange(0, 0)

extension Statement {
  /// The same statement with all ranges at zero and each verb by its own name.
  package var erasingRanges: Statement {
    switch self {
    case .pipeline(let pipeline, let name):
      .pipeline(pipeline.erasingRanges, keptAs: name?.erasingRanges)
    case .command(let command):
      .command(
        ShellCommand(
          name: command.name.erasingRanges, argument: command.argument, argumentRange: nowhere))
    }
  }
}

extension Pipeline {
  /// The same pipeline with all ranges at zero and each verb by its own name.
  package var erasingRanges: Pipeline {
    let erased: Source =
      switch source {
      case .current: .current
      case .previous: .previous(nowhere)
      case .named(let name): .named(name.erasingRanges)
      }
    return Pipeline(source: erased, stages: stages.map(\.erasingRanges))
  }
}

extension Stage {
  /// The same stage with all ranges at zero and the verb by its own name.
  package var erasingRanges: Stage {
    Stage(
      verb: Identifier(verbName, at: nowhere), verbName: verbName,
      argument: argument?.erasingRanges, clauses: clauses.map(\.erasingRanges), range: nowhere)
  }
}

extension Expression {
  /// The same expression with all ranges at zero.
  package var erasingRanges: Expression {
    switch self {
    case .literal(let literal, _): .literal(literal, nowhere)
    case .name(let name): .name(name.erasingRanges)
    case .parameter(let name, _): .parameter(name, nowhere)
    case .unary(let sign, let operand, _): .unary(sign, operand.erasingRanges, nowhere)
    case .binary(let sign, let left, let right, _):
      .binary(sign, left.erasingRanges, right.erasingRanges, nowhere)
    case .among(let operand, let values, let isNegated, _):
      .among(operand.erasingRanges, values.map(\.erasingRanges), isNegated: isNegated, nowhere)
    case .between(let operand, let low, let high, let isNegated, _):
      .between(
        operand.erasingRanges, low.erasingRanges, high.erasingRanges, isNegated: isNegated, nowhere)
    case .isMissing(let operand, let isNegated, _):
      .isMissing(operand.erasingRanges, isNegated: isNegated, nowhere)
    case .call(let name, let arguments, _):
      .call(name.erasingRanges, arguments.map(\.erasingRanges), nowhere)
    }
  }
}

extension Identifier {
  fileprivate var erasingRanges: Identifier { Identifier(text, at: nowhere, isQuoted: isQuoted) }
}

extension Assignment {
  fileprivate var erasingRanges: Assignment {
    Assignment(name: name?.erasingRanges, value: value.erasingRanges)
  }
}

extension Argument {
  fileprivate var erasingRanges: Argument {
    switch self {
    case .condition(let condition): .condition(condition.erasingRanges)
    case .names(let names): .names(names.map(\.erasingRanges))
    case .assignments(let assignments): .assignments(assignments.map(\.erasingRanges))
    case .aggregates(let assignments): .aggregates(assignments.map(\.erasingRanges))
    case .sortKeys(let keys):
      .sortKeys(
        keys.map { SortKey(value: $0.value.erasingRanges, isDescending: $0.isDescending) })
    case .count(let count, _): .count(count, nowhere)
    case .duration(let duration, _): .duration(duration, nowhere)
    case .path(let path, _): .path(path, nowhere)
    case .sample(let name): .sample(name.erasingRanges)
    case .word(let word): .word(word.erasingRanges)
    case .line(let line, _): .line(line, nowhere)
    }
  }
}

extension Clause {
  fileprivate var erasingRanges: Clause {
    switch self {
    case .by(let keys, _): .by(keys.map(\.erasingRanges), nowhere)
    case .on(let keys, _): .on(keys.map(\.erasingRanges), nowhere)
    case .per(let grain, _): .per(grain.erasingRanges, nowhere)
    case .of(let measure, _): .of(measure.erasingRanges, nowhere)
    case .inPeriod(let period, _): .inPeriod(period.erasingRanges, nowhere)
    case .versus(let period, _): .versus(period.erasingRanges, nowhere)
    case .at(let durations, _): .at(durations, nowhere)
    case .asOf(let date, _): .asOf(date.erasingRanges, nowhere)
    case .using(let method, _): .using(method.erasingRanges, nowhere)
    case .top(let count, _): .top(count, nowhere)
    case .next(let duration, _): .next(duration, nowhere)
    case .with(let options, _): .with(options.map(\.erasingRanges), nowhere)
    }
  }
}
