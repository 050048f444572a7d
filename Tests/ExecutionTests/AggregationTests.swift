import Calendars
import Columns
import Execution
import Planning
import Testing

@Suite("Aggregation")
struct AggregationTests {
  private let x = TypedExpression.column(0, .decimal)

  // Python 3, numpy 2.4.6: x = [3.5, 1, 7.25, 2, 9.75, 4.5, 6]; np.quantile(x, q)
  @Test(
    "quantiles are those of numpy",
    arguments: [
      (0, 1), (0.1, 1.6), (0.25, 2.75), (0.333, 3.4970000000000003), (0.5, 4.5), (0.9, 8.25),
      (1, 9.75),
    ] as [(Double, Double)])
  func quantiles(share: Double, expected: Double) throws {
    let figure = try figure(.quantile, of: [3.5, 1, 7.25, 2, 9.75, 4.5, 6], parameter: share)
    #expect(abs(try #require(figure.number) - expected) < 1e-14)
  }

  // np.std(x, ddof=1)
  @Test("standard deviations are those of numpy")
  func deviations() throws {
    func expect(_ expected: Double, of numbers: [Double]) throws {
      let figure = try figure(.sd, of: numbers)
      #expect(abs(try #require(figure.number) - expected) < 1e-14, "\(numbers)")
    }
    try expect(3.0545633309619142, of: [3.5, 1, 7.25, 2, 9.75, 4.5, 6])
    try expect(2.138089935299395, of: [2, 4, 4, 4, 5, 5, 7, 9])
    try expect(1, of: [1e15 + 1, 1e15 + 2, 1e15 + 3])
  }

  @Test("the median of an even number of values lies between the two in the middle")
  func medians() throws {
    #expect(try figure(.median, of: [4, 1, 3]) == .decimal(3))
    #expect(try figure(.median, of: [4, 1, 3, 2]) == .decimal(2.5))
    #expect(try figure(.median, of: [7]) == .decimal(7))
    #expect(try figure(.sd, of: [7]) == .missing)
  }

  @Test("decimals are added without losing digits")
  func sums() throws {
    #expect(try figure(.sum, of: [Double](repeating: 0.1, count: 10)) == .decimal(1))
    #expect(try figure(.sum, of: [1e16, 1, -1e16]) == .decimal(1))
  }

  @Test("a sum of integers that is too large is missing, its mean is not")
  func integerSums() throws {
    let input = table(("x", .integer, [.integer(.max), .integer(.max), .integer(.min)]))
    let values = TypedExpression.column(0, .integer)
    let aggregation = Aggregation(
      keys: [],
      measures: [
        AggregateColumn(Field("sum", .integer), .sum, of: values),
        AggregateColumn(Field("avg", .decimal), .avg, of: values),
      ])
    func rows(_ input: Table) throws -> [[Value]] {
      try run(input, schema: schema(of: aggregation)) { .aggregate($0, aggregation) }.rows
    }
    // The sum overflows on its way, not at its end.
    #expect(try rows(input)[0][0] == .integer(.max - 1))
    let two = input.gathered([0, 1])
    #expect(try rows(two) == [[.missing, .decimal(0x1p63)]])
  }

  @Test("without keys an empty table gives one row of zeros and missing figures")
  func emptyTable() throws {
    let functions = AggregateFunction.allCases.filter { $0 != .any && $0 != .all }
    let aggregation = Aggregation(
      keys: [],
      measures: functions.map {
        let type: ValueType = $0 == .count || $0 == .distinct ? .integer : .decimal
        return AggregateColumn(
          Field($0.rawValue, type), $0, of: $0 == .share ? nil : x,
          parameter: 0.5)
      })
    let empty = table(("x", .decimal, []))
    let result = try run(empty, schema: schema(of: aggregation)) { .aggregate($0, aggregation) }
    #expect(result.rowCount == 1)
    #expect(result.cells("count") == [.integer(0)])
    #expect(result.cells("distinct") == [.integer(0)])
    #expect(result.cells("sum") == [.decimal(0)])
    for name in ["avg", "median", "quantile", "min", "max", "sd", "share", "first", "last"] {
      #expect(result.cells(name) == [.missing], "\(name)")
    }
  }

  @Test("a single period shows empty periods, two keys do not")
  func emptyPeriods() throws {
    let days = ["2024-03-31", "2023-12-01", "2024-03-01"].map(date) + [.missing]
    let plans = ["a", "b", "a", "b"].map(Value.text)
    let input = table(("d", .date, days), ("plan", .text, plans))
    let month = GroupKey(field: Field("month", .text), value: .column(0, .date), grain: .month)
    let plan = GroupKey(field: Field("plan", .text), value: .column(1, .text))
    let measures = [
      AggregateColumn(Field("n", .integer), .count),
      AggregateColumn(Field("last", .date), .max, of: .column(0, .date)),
    ]
    func rows(_ keys: [GroupKey]) throws -> [[Value]] {
      let aggregation = Aggregation(keys: keys, measures: measures)
      return try run(input, schema: schema(of: aggregation)) { .aggregate($0, aggregation) }.rows
    }
    #expect(
      try rows([month]) == [
        [.text("2023-12"), .integer(1), date("2023-12-01")],
        [.text("2024-01"), .integer(0), .missing],
        [.text("2024-02"), .integer(0), .missing],
        [.text("2024-03"), .integer(2), date("2024-03-31")],
        [.missing, .integer(1), .missing],
      ])
    #expect(
      try rows([month, plan]) == [
        [.text("2023-12"), .text("b"), .integer(1), date("2023-12-01")],
        [.text("2024-03"), .text("a"), .integer(2), date("2024-03-31")],
        [.missing, .text("b"), .integer(1), .missing],
      ])
  }

  @Test("words come by how many rows carry them, numbers by size, missing last")
  func order() throws {
    let reasons: [Value] = ["b", "a", "c", "c"].map(Value.text) + [.missing, .missing, .missing]
    let input = table(
      ("reason", .text, reasons),
      ("fee", .decimal, [3, -0.0, 0, 1.5, 3, .nan, 7].map(Value.decimal)))
    func keys(_ column: Int, _ type: ValueType) throws -> [Value] {
      let aggregation = Aggregation(
        keys: [GroupKey(field: Field("key", type), value: .column(column, type))], measures: [])
      return try run(input, schema: schema(of: aggregation)) { .aggregate($0, aggregation) }
        .cells("key")
    }
    #expect(try keys(0, .text) == ["c", "a", "b"].map(Value.text) + [.missing])
    #expect(try keys(1, .decimal) == [0, 1.5, 3, 7].map(Value.decimal) + [.missing])
  }

  @Test("a function that cannot work on a type says so")
  func wrongType() {
    let input = table(("x", .text, [.text("a")]))
    let aggregation = Aggregation(
      keys: [],
      measures: [AggregateColumn(Field("m", .decimal), .median, of: .column(0, .text))])
    #expect(
      throws: ExecutionError.impossible(
        "median() does not work on values of type text", help: nil)
    ) {
      try run(input, schema: schema(of: aggregation)) { .aggregate($0, aggregation) }
    }
  }

  @Test("a quantile without a share from 0 to 1 says so", arguments: [nil, -0.1, 1.5, .nan])
  func wrongShare(share: Double?) {
    #expect(
      throws: ExecutionError.impossible(
        "quantile() needs a share from 0 to 1", help: "for the largest tenth:  quantile(x, 0.9)")
    ) {
      try figure(.quantile, of: [1, 2], parameter: share)
    }
  }

  private func figure(
    _ function: AggregateFunction, of numbers: [Double], parameter: Double? = nil
  ) throws -> Value {
    let aggregation = Aggregation(
      keys: [],
      measures: [AggregateColumn(Field("m", .decimal), function, of: x, parameter: parameter)])
    let input = table(("x", .decimal, numbers.map(Value.decimal)))
    return try run(input, schema: schema(of: aggregation)) { .aggregate($0, aggregation) }.rows[0][
      0]
  }
}
