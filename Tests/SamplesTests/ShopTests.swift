import Calendars
import Columns
import Kernels
import Samples
import TableFiles
import Testing

@Suite("The shop")
struct ShopTests {
  private struct Order {
    var customer: Int
    var day: CivilDate
    var amount: Double
    var coupon: String?
  }

  private func orders(_ options: ShopOptions) throws -> [Order] {
    let table = try readTable(bytes: Shop(options).bytes, writtenAs: "sample shop").table
    let columns = try ["customer_id", "order_date", "amount", "coupon"]
      .map { try #require(table.column($0)) }
    return try (0..<table.rowCount).map { row in
      Order(
        customer: Int(try #require(columns[0][row].number)),
        day: try #require(columns[1][row].day), amount: try #require(columns[2][row].number),
        coupon: columns[3][row].word)
    }
  }

  private func plain(seed: UInt64 = 1, size: Int = 5_000) -> ShopOptions {
    var options = ShopOptions()
    options.seed = seed
    options.size = size
    options.blackFriday = .absent
    options.campaign = .absent
    return options
  }

  @Test("is the same bytes for the same seed, everywhere, and others for another")
  func sameBytes() {
    #expect(
      SHA256.hexDigest(of: Shop().bytes)
        == "64a8221d297c1db26f67bc356ff8027bb64a31f67d94f1683268e837f7da4ec3")
    #expect(Shop(plain(seed: 1, size: 90)).bytes != Shop(plain(seed: 2, size: 90)).bytes)
  }

  @Test("is datasets/shop.csv")
  func dataset() throws {
    recordIfAsked(Shop().bytes, as: "shop.csv")
    let stored = try readTable(path: datasets + "/shop.csv", writtenAs: "shop.csv")
    #expect(stored.table.about.sources[0].sha256 == SHA256.hexDigest(of: Shop().bytes))
  }

  @Test("gives every column its type and role, and no warning")
  func roleInference() throws {
    let loaded = try readTable(bytes: Shop().bytes, writtenAs: "sample shop")
    #expect(
      roles(loaded) == [
        "customer=customer_id", "date=order_date", "amount=amount", "segment=channel",
        "segment=category", "segment=coupon", "cost=acquisition_cost",
      ])
    #expect(
      loaded.table.schema.fields.map(\.type) == [
        .integer, .integer, .date, .decimal, .text, .text, .text, .decimal,
      ])
    #expect(loaded.report.kind == .purchases)
    #expect(loaded.report.warnings.isEmpty)
    #expect(loaded.table.rowCount == 5_000)
  }

  // Expected repeat orders of a customer in t days and the share without any, of the BG/NBD model:
  // (a+b-1)/(a-1) * (1 - (al/(al+t))**r * scipy.special.hyp2f1(r, b, a+b-1, t/(al+t))) and
  // (al/(al+t))**r with r=.5, al=90, a=.8, b=2.4.
  @Test("orders as the BG/NBD model expects")
  func model() throws {
    let customers = try (1...3).flatMap { seed in
      Dictionary(grouping: try orders(plain(seed: UInt64(seed))), by: \.customer).values
        .map { $0.map(\.day).sorted() }
    }
    for (days, repeats, none) in [
      (180, 0.76891, 0.57735), (365, 1.31984, 0.44475), (730, 2.11701, 0.33129),
    ] {
      let counts = customers.filter { $0[0].advanced(byDays: days) <= ShopDesign.close }
        .map { orders in orders.count { $0 <= orders[0].advanced(byDays: days) } - 1 }
      let number = Double(counts.count)
      let mean = Double(counts.reduce(0, +)) / number
      let squares = counts.reduce(0) { $0 + $1 * $1 }
      let error = ((Double(squares) / number - mean * mean) / number).squareRoot()
      // The model's orders come at any moment, the shop's once a day at most.
      #expect(abs(mean - repeats) < 4 * error + 0.01 * repeats, "\(days): \(mean) +- \(error)")
      let share = Double(counts.count { $0 == 0 }) / number
      #expect(abs(share - none) < 4 * (none * (1 - none) / number).squareRoot(), "\(share)")
    }
  }

  @Test("has amounts whose mean is that of the gamma-gamma model")
  func amounts() throws {
    let byCustomer = Dictionary(grouping: try orders(plain()), by: \.customer)
    let means = byCustomer.values.map { orders in
      orders.map(\.amount).reduce(0, +) / Double(orders.count)
    }
    let number = Double(means.count)
    let mean = means.reduce(0, +) / number
    let error = (means.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / number / number)
      .squareRoot()
    #expect(abs(mean - 6 * 15 / 3) < 4 * error, "\(mean) +- \(error)")
  }

  @Test("sells more from every Black Friday to its Monday, unless that is absent")
  func blackFriday() throws {
    func dailyRatio(_ options: ShopOptions) throws -> Double {
      let orders = try orders(options)
      let sale = orders.count { order in
        ShopDesign.blackFridays.contains {
          order.day >= $0 && order.day < $0.advanced(byDays: ShopDesign.blackFridayDays)
        }
      }
      let days = Double(ShopDesign.blackFridays.count * ShopDesign.blackFridayDays)
      return Double(sale) / days / (Double(orders.count - sale) / (1_096 - days))
    }
    let none = try dailyRatio(plain())
    #expect(none < 1.8, "\(none)")
    let with = try dailyRatio(ShopOptions())
    #expect(with > 6, "\(with)")
  }

  @Test("has a campaign whose customers come in April 2024 and mostly order once")
  func campaign() throws {
    let truth = Shop().truth
    let orders = try orders(ShopOptions())
    let byCustomer = Dictionary(grouping: orders, by: \.customer)
    let brought = Set(orders.filter { $0.coupon == ShopDesign.campaignCoupon }.map(\.customer))
    #expect(brought == Set(truth.campaign))
    #expect(brought.count > 150)
    let oneTime = brought.count { byCustomer[$0]?.count == 1 }
    #expect(oneTime * 100 > 85 * brought.count)
    let days = orders.filter { $0.coupon == ShopDesign.campaignCoupon }.map(\.day)
    let (first, last) = ShopDesign.campaign
    #expect(days.allSatisfy { $0 >= first && $0 <= last })
    let absent = Shop(plain(size: 800)).truth
    #expect(absent.campaign.isEmpty && absent.blackFridays.isEmpty)
  }
}
