import Calendars
package import Columns
package import Planning
import Statistics

/// What is kept of each cohort, period by period: the table of `specification.schema`, a row for each
/// cohort that has anybody and each observable k, cohorts oldest first, group by group.
///
/// `keyColumns` holds, for each key of the specification, its value in each row of `table`. A cohort of
/// which nothing is observable yet has one row, whose `kept` is missing.
package func cohorts(
  _ specification: CohortSpecification, of table: Table, keyColumns: [Column],
  isCancelled: () -> Bool = { false }
) throws(ExecutionError) -> Table {
  let book = try CohortBook(
    specification, table, keyColumns: keyColumns, isCancelled: isCancelled)
  let report = try CohortReport(specification, book)
  var about = table.about
  about.asOf = book.asOf
  about.notes += report.notes
  about.facts = report.facts
  about.working = report.working
  let schema = specification.schema
  let rows = report.rows
  return Table(
    schema: schema,
    columns: schema.fields.indices.map { place in
      Column(schema.fields[place].type, rows.map { $0[place] })
    }, about: about)
}

/// Cohorts of clients or of purchases, counted.
struct CohortBook {
  let matrix: CohortMatrix
  let groups: KeyPartition
  let asOf: CivilDate
  let notes: [String]
  let isOfPurchases: Bool

  init(
    _ specification: CohortSpecification, _ table: Table, keyColumns: [Column],
    isCancelled: () -> Bool
  ) throws(ExecutionError) {
    isOfPurchases = table.schema.kind == .purchases
    if isOfPurchases {
      if let counted = try countedCohorts(specification, ofPurchases: table) {
        (matrix, groups, asOf, notes) = counted
        return
      }
      let purchases = try PurchaseOccasions(
        table, asOf: specification.asOf, isCancelled: isCancelled)
      try poll(isCancelled)
      groups = KeyPartition(keyColumns, rows: purchases.firstRows)
      matrix = try cohortMatrix(specification, of: purchases, groups: groups)
      asOf = purchases.asOf
      notes =
        specification.counts == .revenue
        ? purchases.notes + purchases.amountNotes : purchases.rowNotes
      return
    }
    if let sole = try soleCohorts(specification, of: table, keyColumns: keyColumns) {
      (matrix, groups, asOf, notes) = sole
      return
    }
    let clients = try ClientIntervals(
      table, asOf: specification.asOf, gap: specification.gap, isCancelled: isCancelled)
    try poll(isCancelled)
    let customers = CustomerStays(clients)
    groups = KeyPartition(
      keyColumns,
      rows: (0..<customers.count).compactMap { customer in
        customers.stays(customer).first.map { clients.stays[$0].attributesRow }
      })
    let rows = clients.stays.map(\.attributesRow)
    let money: MonthlyCents?
    if let monthly = specification.money {
      money = try MonthlyCents(table, monthly)
    } else {
      money = nil
    }
    matrix = try cohortMatrix(
      specification, of: clients, customers: customers, groups: groups,
      amounts: money.map { money in rows.map { Double(money.cents[$0]) / 100 } })
    asOf = clients.asOf
    notes =
      clients.notes
      + (money.map {
        $0.notes(of: rows) + ["a stay brings the amount of its latest row from its start on"]
      } ?? [])
  }
}
