import Calendars
import Columns
import Planning
import Statistics
import TestSupport
import Testing

@testable import Execution

@Suite("A model of purchases as a table")
struct PurchaseModelTests {
  private static func specification(
    _ method: PurchaseModelSpecification.Method,
    _ unit: PurchaseModelSpecification.TimeUnit = .week, horizon: Int = 365
  ) -> PurchaseModelSpecification {
    PurchaseModelSpecification(
      method: method, asOf: nil, unit: unit, horizon: .init(days: horizon, text: "\(horizon) days"),
      customer: Field("customer", .text, role: .customer), definitions: [])
  }

  /// Purchases of customers who stop at random, an amount each; the seed tells the data.
  private static func purchases(_ seed: UInt64, customers: Int, amounts: Bool = true) -> Table {
    var generator = Statistics.SeededGenerator(seed: seed, stream: 0)
    var cells: (who: [Value], day: [Value], money: [Value]) = ([], [], [])
    for customer in 0..<customers {
      var day = 19_000 + generator.index(below: 90)
      let gap = 5 + 60 * generator.uniform()
      let spends = 5 + 20 * generator.uniform()
      repeat {
        cells.who.append(.text("c\(customer)"))
        cells.day.append(.date(CivilDate(daysSinceEpoch: Int32(day))))
        cells.money.append(.decimal(spends * (0.5 + generator.uniform())))
        day += 1 + Int(gap * generator.exponential())
      } while day < 19_400 && generator.uniform() > 0.25
    }
    let fields = [
      Field("customer", .text, role: .customer), Field("day", .date, role: .date),
      Field("amount", .decimal, unit: .money, role: .amount),
    ]
    let columns = [
      Column(.text, cells.who), Column(.date, cells.day), Column(.decimal, cells.money),
    ]
    let count = amounts ? 3 : 2
    return Table(
      schema: Schema(Array(fields.prefix(count))), columns: Array(columns.prefix(count)))
  }

  private static func numbers(_ table: Table, _ name: String) -> [Double?] {
    guard let column = table.column(name) else { return [] }
    return (0..<column.count).map { column[$0].number }
  }

  @Test(
    "a row a customer, with what the fitted model says of it",
    arguments: 1...4 as ClosedRange<UInt64>)
  func rows(seed: UInt64) throws {
    let input = PurchaseModelTests.purchases(seed, customers: 150)
    let table = try purchaseModel(PurchaseModelTests.specification(.bgnbd), of: input)
    #expect(table.rowCount == 150)
    let x = PurchaseModelTests.numbers(table, "x").map { $0 ?? -1 }
    let recency = PurchaseModelTests.numbers(table, "t_x").map { $0 ?? -1 }
    let length = PurchaseModelTests.numbers(table, "T").map { $0 ?? -1 }
    let histories = try PurchaseHistories(repeats: x, recencies: recency, lengths: length)
    let fit = try PurchaseModelFit<BetaGeometricModel>(histories)
    let value = PurchaseModelTests.numbers(table, "value").map { $0 ?? -1 }
    for row in 0..<150 {
      let history = PurchaseHistory(
        repeats: x[row], recency: recency[row], length: length[row])
      #expect(
        PurchaseModelTests.numbers(table, "alive")[row] == fit.model.probabilityAlive(history))
      #expect(
        PurchaseModelTests.numbers(table, "expected")[row]
          == fit.model.expectedPurchases(history, within: 365.0 / 7))
    }
    #expect(zip(value, value.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(
      table.about.facts.contains {
        $0.name == "log_likelihood" && $0.value == .decimal(fit.logLikelihood)
      })
  }

  @Test("the likeliest of three is taken, and each can be asked for")
  func choice() throws {
    let input = PurchaseModelTests.purchases(3, customers: 200)
    func likelihood(_ method: PurchaseModelSpecification.Method) throws -> Double {
      let table = try purchaseModel(PurchaseModelTests.specification(method), of: input)
      return table.about.facts.first { $0.name == "log_likelihood" }?.value.number ?? .nan
    }
    let each = try [.bgnbd, .mbgnbd, .paretonbd].map(likelihood)
    #expect(try likelihood(.model) == each.max())
    #expect(try likelihood(.bgbb).isFinite)
  }

  @Test("without amounts value is missing, and nothing is asked of customers without repeats")
  func missing() throws {
    let table = try purchaseModel(
      PurchaseModelTests.specification(.mbgnbd, .day),
      of: PurchaseModelTests.purchases(2, customers: 100, amounts: false))
    #expect(PurchaseModelTests.numbers(table, "value").allSatisfy { $0 == nil })
    #expect(table.about.notes.contains { $0.contains("no column is money") })
    let few = PurchaseModelTests.purchases(2, customers: 1)
    #expect(throws: ExecutionError.self) {
      _ = try purchaseModel(PurchaseModelTests.specification(.model), of: few)
    }
  }
}
