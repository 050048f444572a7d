import Columns
import Planning
import Testing

@testable import Execution

@Suite("Money of clients per month")
struct MonthlyCentsTests {
  private func cents(
    _ amounts: [Double?], per: AmountPeriod = .month, months: Double = 1
  ) throws -> MonthlyCents {
    let column = Column(.decimal, amounts.map { $0.map(Value.decimal) ?? .missing })
    let table = Table(
      schema: Schema([Field("fee", .decimal, unit: .money, role: .amount)]), columns: [column])
    return try MonthlyCents(
      table, MonthlyMoney(column: 0, name: "fee", per: per, months: months, origin: "as given"))
  }

  @Test("is whole cents, halves away from zero")
  func rounding() throws {
    let found = try cents([44.90, 0.1, 0.29, 1.15, 33.333, -44.905, nil, .nan, 0])
    #expect(found.cents == [4490, 10, 29, 115, 3333, -4491, 0, 0, 0])
    #expect(
      found.notes(of: 0..<9) == [
        "money: 'fee' per month, as given; figures are per month",
        "2 amounts rounded to the cent of a month", "2 rows without an amount counted as 0",
        "1 row with a negative amount",
      ])
  }

  @Test("divides by the months that an amount pays for")
  func division() throws {
    #expect(try cents([100, 120], per: .quarter, months: 3).cents == [3333, 4000])
    #expect(try cents([100, 120], per: .year, months: 12).cents == [833, 1000])
    let contract = try cents([100], per: .contract, months: 24)
    #expect(contract.cents == [417])
    #expect(
      contract.notes(of: [0])[0]
        == "money: 'fee' per contract, as given / 24 months; figures are per month")
  }

  @Test("refuses sums beyond whole cents")
  func tooLarge() {
    #expect(throws: ExecutionError.self) { try cents([1e300]) }
    #expect(throws: ExecutionError.self) { try cents([4e16, 4e16]) }
  }

  @Test(
    "reads from the name of the column what an amount pays for",
    arguments: [
      ("quota_mensile", AmountPeriod.month), ("monthly fee", .month), ("MRR", .month),
      ("canoneAnnuo", .year), ("annual_fee", .year), ("quota trimestrale", .quarter),
      ("Contract value", .contract), ("fee", nil), ("monthly_or_annual", nil), ("", nil),
      ("Jährlicher Betrag", nil), ("betrag_jährlich", .year),
    ] as [(String, AmountPeriod?)])
  func names(name: String, expected: AmountPeriod?) {
    #expect(AmountPeriod.meant(by: name) == expected)
  }
}
