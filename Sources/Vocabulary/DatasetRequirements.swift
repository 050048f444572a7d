import Columns
import Language
import Planning

/// Fails where the table holds neither clients nor a register, which is read as clients, and says what it
/// holds and how to make clients of it.
func requireClients(_ schema: Schema, for stage: Stage) throws(Diagnostic) {
  guard !schema.kind.hasStays else { return }
  throw Diagnostic(
    code: "needs-clients", at: stage.verb.range,
    "\(stage.verbName) needs clients: rows with a start, and an end for those who left",
    help: wayToClients(schema, verb: stage.verbName))
}

/// Fails where the table holds no purchases, and says what it holds and how to make purchases of it.
func requirePurchases(_ schema: Schema, for stage: Stage) throws(Diagnostic) {
  guard schema.kind != .purchases else { return }
  let help =
    switch schema.kind {
    case .clients:
      "these are clients with a start and an end: churn, survival and cohorts speak of them"
    case .register:
      "this is a register of renewals: renewals, churn, survival and cohorts speak of it"
    default: "say which columns they are:  roles customer = COLUMN, date = COLUMN"
    }
  throw Diagnostic(
    code: "needs-purchases", at: stage.verb.range,
    "\(stage.verbName) needs purchases: rows with a customer and a date", help: help)
}

/// What to do about a table that holds no clients.
private func wayToClients(_ schema: Schema, verb: String) -> String {
  if schema.kind == .purchases, verb == "renewals" {
    return "a register of renewals has a column of yes and no beside customer and date:  "
      + "roles renewed = COLUMN"
  }
  if schema.kind == .purchases {
    return "these are purchases, and customers without a contract have no day of leaving"
  }
  if schema.index(of: .tenure) != nil {
    return "this table has lengths of stay but no dates, and \(verb) needs a calendar; "
      + "survival and group by need none"
  }
  let dates = schema.fields.filter { $0.type.isTemporal }.map { quotedIfNeeded($0.name) }
  switch dates.count {
  case 0: return "this table has no dates"
  case 1: return "say that its date is the start:  roles start = \(dates[0])"
  default:
    return "say which date is the start, of " + dates.prefix(6).joined(separator: ", ")
      + ":  roles start = COLUMN"
  }
}
