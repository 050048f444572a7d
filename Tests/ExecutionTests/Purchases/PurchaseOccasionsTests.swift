import Calendars
import Columns
import Planning
import TestSupport
import Testing

@testable import Execution

@Suite("Purchase occasions")
struct PurchaseOccasionsTests {
  @Test("agree with a dictionary of customers on random tables", arguments: 0..<300)
  func agrees(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let book = RandomPurchases(&random)
    let naive = NaivePurchases(book.records, asOf: book.asOf)
    guard let purchases = try? PurchaseOccasions(book.table, asOf: book.asOf) else {
      #expect(naive.customers.isEmpty, "seed \(seed)")
      return
    }
    #expect(purchases.customerCount == naive.customers.count, "seed \(seed)")
    #expect(Int(purchases.asOf.daysSinceEpoch) == naive.asOf, "seed \(seed)")
    for customer in 0..<purchases.customerCount {
      let row = purchases.firstRows[customer]
      guard let id = book.records[row].customer, let expected = naive.customers[id] else {
        Issue.record("seed \(seed): a customer that is none")
        continue
      }
      let places = purchases.occasions(customer)
      let days = places.map { Int(purchases.days[$0]) }
      #expect(days == expected.days, "seed \(seed)")
      #expect(places.map { purchases.amounts[$0] } == days.map { expected.money[$0] }, "\(seed)")
      #expect(book.records[row].channel == expected.channel, "seed \(seed)")
      #expect(purchases.silence(customer) == naive.asOf - (expected.days.last ?? 0))
      #expect(purchases.age(customer) == naive.asOf - expected.days[0])
    }
  }

  @Test("say what they left out and what they joined")
  func notes() throws {
    let table = purchasesTable([
      PurchaseRecord(1, "2024-01-05", 10), PurchaseRecord(1, "2024-01-05", 10),
      PurchaseRecord(nil, "2024-01-05", 10), PurchaseRecord(2, nil, 10),
      PurchaseRecord(2, "2024-02-29"), PurchaseRecord(2, "2024-03-01", -4),
      PurchaseRecord(3, "2024-07-01", 1),
    ])
    let purchases = try PurchaseOccasions(table, asOf: civilDate("2024-06-30"))
    #expect(purchases.offsets == [0, 1, 3])
    #expect(purchases.amounts == [20, 0, -4])
    #expect(
      purchases.notes == [
        "as of 2024-06-30", "1 row without a customer left out", "1 row without a date left out",
        "1 row after 2024-06-30 left out",
        "1 row on a day with an earlier row of the same customer: one occasion, amounts added; "
          + "1 of them have the same amount too",
      ])
    #expect(
      purchases.amountNotes == [
        "1 row without an amount: 0", "1 row with an amount below 0 taken off: refunds, it seems",
      ])
  }

  @Test("sort days that lie centuries apart")
  func centuries() throws {
    let table = purchasesTable([
      PurchaseRecord(1, "9998-12-31"), PurchaseRecord(1, "1000-01-01"),
      PurchaseRecord(1, "2000-02-29"),
    ])
    let purchases = try PurchaseOccasions(table)
    #expect(
      purchases.days.map { CivilDate(daysSinceEpoch: $0) } == [
        civilDate("1000-01-01"), civilDate("2000-02-29"), civilDate("9998-12-31"),
      ])
  }

  @Test("fail with a reason where nothing is usable")
  func nothing() {
    for (table, asOf) in [
      (purchasesTable([]), nil), (purchasesTable([PurchaseRecord(nil, nil)]), nil),
      (purchasesTable([PurchaseRecord(1, "2024-01-05")]), civilDate("2023-01-01")),
    ] {
      #expect(throws: ExecutionError.self) { try PurchaseOccasions(table, asOf: asOf) }
    }
  }
}
