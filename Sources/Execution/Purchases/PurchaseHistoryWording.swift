import Columns
import Kernels
import Planning

/// What is to be said beside the histories of customers.
struct PurchaseHistoryReport {
  let notes: [String]
  let working: Working

  init(
    _ specification: PurchaseHistorySpecification, _ figures: PurchaseHistories.Figures,
    _ gathered: GatheredHistories
  ) {
    let unit = specification.unit.rawValue
    let amounts =
      gathered.hasAmounts
      ? "mean_amount: of the days after the first; none for those who bought on one day only"
      : "no column is money, so mean_amount is not known: roles amount = COLUMN"
    notes =
      gathered.notes
      + ["x: days with a purchase after the first day; t_x and T in \(unit)s", amounts]
    working = Working(
      summary: "histories of \(counted(figures.rows.count, "customer"))",
      steps: specification.definitions.compactMap { definition in
        figures.numbers(definition.name, unit: unit, hasAmounts: gathered.hasAmounts).map {
          Working.Step(words: "\(definition.name) = \(definition.formula)", numbers: $0)
        }
      },
      source: specification.definitions.first?.source ?? "",
      pitfalls: specification.definitions.flatMap(\.pitfalls))
  }
}

extension PurchaseHistories.Figures {
  /// A definition's numbers over all customers; nil where none has the figure.
  fileprivate func numbers(_ name: String, unit: String, hasAmounts: Bool) -> String? {
    let again = repeats.reduce(0, +)
    func mean(_ values: [Double]) -> String {
      let sum = values.reduce(0, +)
      return "\(figure(sum)) \(unit)s of all / \(rows.count) = "
        + "\(figure(sum / Double(max(1, rows.count)))) on average"
    }
    switch name {
    case "x":
      return "\(again) repeat days / \(rows.count) = "
        + "\(figure(Double(again) / Double(max(1, rows.count)))) on average"
    case "t_x": return mean(recencies)
    case "T": return mean(ages)
    case "mean_amount":
      guard hasAmounts, again > 0 else { return nil }
      return "\(figure(spent.value)) / \(again) repeat days = "
        + "\(figure(spent.value / Double(again))) of all customers together"
    default: return nil
    }
  }
}
