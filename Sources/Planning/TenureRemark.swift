import Columns

extension Scope {
  /// What is to be said of a typical tenure where some are still here: their stay is not over.
  package func tenureRemarks(_ measures: [AggregateColumn]) -> [Aggregation.Remark] {
    guard let tenure = tenureColumn ?? tenure, let isHere = stillHere else { return [] }
    let typical = measures.first { measure in
      measure.function.isTypicalValue && (measure.value?.contains(tenure) ?? false)
    }
    guard let typical else { return [] }
    return [
      Aggregation.Remark(
        "\(typical.field.name) mixes those who left with those still here, whose stay goes on; "
          + "a typical stay is longer",
        ifAnyRow: isHere)
    ]
  }

  private var tenureColumn: TypedExpression? {
    schema.index(of: .tenure).map { .column($0, schema.fields[$0].type) }
  }

  private var stillHere: TypedExpression? {
    if let leaving { return .isMissing(leaving) }
    return schema.index(of: .lost).map { .not(.truth(.column($0, .boolean))) }
  }
}

extension AggregateFunction {
  fileprivate var isTypicalValue: Bool {
    switch self {
    case .avg, .median, .quantile, .sd: true
    case .count, .distinct, .sum, .min, .max, .share, .first, .last, .any, .all: false
    }
  }
}
