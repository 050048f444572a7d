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
    return (0..<table.rowCount).compactMap { row in
      func value(_ column: String) -> Value { table.column(column)?[row] ?? .missing }
      guard let customer = value("customer_id").number, let day = value("order_date").day,
        let amount = value("amount").number
      else { return nil }
      return Order(
        customer: Int(customer), day: day, amount: amount, coupon: value("coupon").word)
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
  @Test(
    "orders as the BG/NBD model expects",
    arguments: [(180, 0.76891, 0.57735), (365, 1.31984, 0.44475), (730, 2.11701, 0.33129)])
  func model(days: Int, repeats: Double, none: Double) throws {
    var (counts, customers): ([Int], Int) = ([], 0)
    for seed in 1...3 {
      let byCustomer = Dictionary(grouping: try orders(plain(seed: UInt64(seed))), by: \.customer)
      for orders in byCustomer.values {
        guard let first = orders.map(\.day).min(),
          first.advanced(byDays: days) <= ShopDesign.close
        else { continue }
        customers += 1
        counts.append(
          orders.count { $0.day > first && $0.day <= first.advanced(byDays: days) })
      }
    }
    let number = Double(customers)
    let mean = Double(counts.reduce(0, +)) / number
    let squares = counts.reduce(0) { $0 + $1 * $1 }
    let error = ((Double(squares) / number - mean * mean) / number).squareRoot()
    #expect(abs(mean - repeats) < 4 * error + 0.01 * repeats, "\(mean) +- \(error)")
    let share = Double(counts.count { $0 == 0 }) / number
    #expect(abs(share - none) < 4 * (none * (1 - none) / number).squareRoot(), "\(share)")
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
    for order in orders where order.coupon == ShopDesign.campaignCoupon {
      #expect(order.day >= ShopDesign.campaign.first && order.day <= ShopDesign.campaign.last)
    }
    let absent = Shop(plain(size: 800)).truth
    #expect(absent.campaign.isEmpty && absent.blackFridays.isEmpty)
  }
}
