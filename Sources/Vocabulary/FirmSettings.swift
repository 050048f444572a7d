import Columns
import Language
import Planning

/// What the firm says it wants, checked against the columns of a stage.
struct TargetCondition {
  /// True for the clients whom the firm wants.
  let condition: TypedExpression
  /// As it was set.
  let text: String
}

extension Stage {
  /// The setting `target` as a condition on the input; nil where none was set. Throws where the
  /// columns do not fit it.
  func target(_ context: LoweringContext) throws(Diagnostic) -> TargetCondition? {
    guard let written = context.settings.target else { return nil }
    var checker = ExpressionChecker(try context.scope(for: self))
    do {
      let condition = try checker.condition(written)
      return TargetCondition(condition: condition, text: format(written))
    } catch {
      // It was written on another line, so its ranges point nowhere in this one.
      throw Diagnostic(
        code: "target", at: verb.range,
        "the target, \(format(written)), does not fit these columns: \(error.message)",
        hint: error.hint,
        help: "set another:  set target = CONDITION,  or take it back:  set target = none")
    }
  }
}
