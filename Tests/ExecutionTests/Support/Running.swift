import Calendars
import Columns
import Execution
import Planning

/// The result of an operation on a table, which it scans under the name `t`.
func run(
  _ table: Table, schema: Schema? = nil, isCancelled: () -> Bool = { false },
  _ operation: (Plan) -> Plan.Operation
) throws(ExecutionError) -> Table {
  let scan = Plan(.scan("t"), schema: table.schema, title: "t")
  let plan = Plan(operation(scan), schema: schema ?? table.schema, title: "result")
  return try LocalExecutor().execute(
    plan, table: { $0 == "t" ? table : nil }, isCancelled: isCancelled)
}

/// A table of columns given by name.
func table(_ columns: (String, ValueType, [Value])...) -> Table {
  Table(
    schema: Schema(columns.map { Field($0.0, $0.1) }),
    columns: columns.map { Column($0.1, $0.2) })
}

extension Table {
  /// The cells of the column with this name; none where there is no such column.
  func cells(_ name: String) -> [Value] {
    guard let column = column(name) else { return [] }
    return (0..<column.count).map { column[$0] }
  }
}

func date(_ text: String) -> Value { .date(day(text)) }
func integer(_ number: Int64) -> TypedExpression { .constant(.integer(number), .integer) }

/// The fields that an aggregation makes.
func schema(of aggregation: Aggregation) -> Schema {
  Schema(aggregation.keys.map(\.field) + aggregation.measures.map(\.field))
}

/// The value of an expression without columns.
func value(_ expression: TypedExpression) -> Value {
  evaluate(expression, over: table(("row", .integer, [.integer(0)])))[0]
}
