package import Calendars
package import Columns

/// How often, how long ago and for how much each customer bought.
///
/// The input has the roles `customer` and `date`, maybe `amount`. One row a customer, in the order in
/// which the input names them.
package struct PurchaseHistorySpecification: Hashable, Sendable {
  /// Nil: the last day in the data.
  package var asOf: CivilDate?
  /// What `t_x` and `T` are measured in.
  package var unit: PurchaseModelSpecification.TimeUnit
  /// The input's column of customers.
  package var customer: Field
  /// What the figures mean, in the order in which `how` shows them.
  package var definitions: [Definition]

  package init(
    asOf: CivilDate?, unit: PurchaseModelSpecification.TimeUnit, customer: Field,
    definitions: [Definition]
  ) {
    self.asOf = asOf
    self.unit = unit
    self.customer = customer
    self.definitions = definitions
  }

  /// The fields of the result.
  package var schema: Schema {
    Schema([
      customer, Field("x", .integer, unit: .count), Field("t_x", .decimal), Field("T", .decimal),
      Field("mean_amount", .decimal, unit: .money),
    ])
  }
}
