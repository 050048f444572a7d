import Calendars
import Columns
import Language
import Planning

/// The clauses that verbs about periods and clients share.
extension Stage {
  /// The grain among the keys or after `per`, and the other keys.
  func grainAndCategories(
    _ checker: inout ExpressionChecker
  ) throws(Diagnostic) -> (Grain?, [Assignment]) {
    var grain: Grain?
    if case .per(let word, _)? = clause(.per) {
      guard let named = Grain(rawValue: word.text.lowercased()) else {
        throw Diagnostic(
          code: "unknown-grain", at: word.range, "there is no grain '\(word.text)'",
          help: "grains are day, week, month, quarter and year")
      }
      grain = named
    }
    var others: [Assignment] = []
    for key in keys {
      if case .name(let name) = key.value, let named = checker.grain(name) {
        if let grain, grain != named {
          throw Diagnostic(
            code: "two-grains", at: name.range, "\(verbName) has one length of period",
            hint: "\(grain) or \(named)")
        }
        grain = named
      } else {
        others.append(key)
      }
    }
    return (grain, others)
  }

  /// The day on which a leaving counts: `with exit = announced`, or `using announced`.
  func exitDay(
    _ options: [String: OptionValue], _ schema: Schema
  ) throws(Diagnostic) -> ExitDay {
    var exit = ExitDay.end
    var range = method?.range
    if case .text(let word)? = options["exit"], let given = ExitDay(rawValue: word) {
      (exit, range) = (given, optionRange("exit"))
    }
    if method?.text.lowercased() == ExitDay.announced.rawValue { exit = .announced }
    guard exit == .announced, schema.index(of: .announced) == nil else { return exit }
    let dates = schema.fields.filter {
      $0.type.isTemporal && $0.role != .start && $0.role != .end
    }
    .map { quotedIfNeeded($0.name) }
    throw Diagnostic(
      code: "missing-role", at: range,
      "no column has the role announced, the day on which a leaving was announced",
      help: dates.isEmpty
        ? "this table has no other date than the start and the end"
        : "say which one, of " + dates.prefix(6).joined(separator: ", ")
          + ":  roles announced = COLUMN")
  }

  /// Days between two stays of a customer that do not count as having left; 0 without the option.
  func gap(_ options: [String: OptionValue]) throws(Diagnostic) -> Int {
    guard case .duration(let duration)? = options["gap"] else { return 0 }
    guard duration.months == 0, duration.days >= 0 else {
      throw Diagnostic(
        code: "gap-in-days", at: optionRange("gap"), "a gap is a number of days or weeks",
        help: "write  with gap = 30 days")
    }
    return duration.days
  }
}

extension GroupKey {
  /// `month(start)` among the keys of a rate is a category, the month of joining, not the period of the rate.
  var asCategory: GroupKey {
    guard let grain, let function = ScalarFunction(rawValue: grain.rawValue) else { return self }
    let value = TypedExpression.function(function, [self.value], function.resultType(.date))
    return GroupKey(
      field: Field(field.name, value.type), value: value, describesExit: describesExit)
  }
}
