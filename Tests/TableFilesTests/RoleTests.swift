import Columns
import TableFiles
import Testing

@Suite("Roles")
struct RoleTests {
  private func roles(of header: String, _ row: String) throws -> [String] {
    var options = LoadOptions()
    options.hasHeader = true
    options.dateOrder = .dmy
    return try TableFilesTests.roles(read(header + "\n" + row + "\n" + row + "\n", options))
  }

  @Test(
    "finds them by name in several languages",
    arguments: [
      (
        "customer_id,signup_date,churn_date,churn_reason,monthly_fee",
        [
          "customer=customer_id", "start=signup_date", "end=churn_date", "reason=churn_reason",
          "amount=monthly_fee",
        ]
      ),
      (
        "CustomerID,StartDate,EndDate,CancelReason,MRR",
        [
          "customer=CustomerID", "start=StartDate", "end=EndDate", "reason=CancelReason",
          "amount=MRR",
        ]
      ),
      (
        "N. Tessera,Iscritto il,Disdetta il,Motivo disdetta,Quota mensile",
        ["start=Iscritto il", "end=Disdetta il", "reason=Motivo disdetta", "amount=Quota mensile"]
      ),
      (
        "Kundennummer,Vertragsbeginn,Kündigung,Grund,Preis",
        [
          "customer=Kundennummer", "start=Vertragsbeginn", "end=Kündigung", "reason=Grund",
          "amount=Preis",
        ]
      ),
      (
        "Numéro client,Date début,Date fin,Raison,Prix",
        [
          "customer=Numéro client", "start=Date début", "end=Date fin", "reason=Raison",
          "amount=Prix",
        ]
      ),
      (
        "cliente,fecha_alta,fecha_baja,motivo,cuota",
        [
          "customer=cliente", "start=fecha_alta", "end=fecha_baja", "reason=motivo",
          "amount=cuota",
        ]
      ),
      (
        "socio,dal,al,motivo,quota",
        ["customer=socio", "start=dal", "end=al", "reason=motivo", "amount=quota"]
      ),
      (
        "Kunde,von,bis,Grund,Preis",
        ["customer=Kunde", "start=von", "end=bis", "reason=Grund", "amount=Preis"]
      ),
    ])
  func languages(header: String, expected: [String]) throws {
    let found = try roles(of: header, "17,01/02/2023,03/04/2024,too dear,45.50")
    #expect(found.filter { !$0.hasPrefix("customer=N. ") } == expected)
  }

  @Test("tells the announcement from the leaving where both are there")
  func announced() throws {
    #expect(
      try roles(of: "id,inizio,data_disdetta,data_uscita", "1,01/01/2023,01/02/2024,15/03/2024")
        == ["customer=id", "start=inizio", "announced=data_disdetta", "end=data_uscita"])
    #expect(
      try roles(of: "id,inizio,data_disdetta", "1,01/01/2023,01/02/2024")
        == ["customer=id", "start=inizio", "end=data_disdetta"])
  }

  @Test("takes neither names for ids nor other dates for starts")
  func lookalikes() throws {
    #expect(
      try roles(
        of: "name,customer name,birth date,order id,data nascita", "A,B,01/01/1980,5,02/02/1990"
      )
      .isEmpty)
  }

  @Test("knows purchases and files without dates")
  func kinds() throws {
    let orders = try read(
      "order_id,customer_id,order_date,amount\n1,7,2024-01-02,5.5\n2,7,2024-02-03,6\n")
    #expect(
      TableFilesTests.roles(orders) == ["customer=customer_id", "date=order_date", "amount=amount"])
    #expect(orders.table.schema.kind == .purchases)
    let telecom = try read("customer,churn,tenure_months,fee\n1,No,5,29.85\n2,Yes,34,56.95\n")
    #expect(
      TableFilesTests.roles(telecom) == [
        "customer=customer", "lost=churn", "tenure=tenure_months", "amount=fee",
      ])
    #expect(telecom.table.schema.fields[2].unit == .months)
  }

  @Test("lets the caller overrule them")
  func given() throws {
    var options = LoadOptions()
    options.roles = [(.end, "checkout"), (.customer, "NAME")]
    let loaded = try read(
      "name,start,end,checkout\nA,2024-01-01,2024-02-02,2024-03-03\nB,2024-01-01,2024-02-02,2024-03-03\n",
      options)
    #expect(TableFilesTests.roles(loaded) == ["customer=name", "start=start", "end=checkout"])
    #expect(loaded.table.about.asOf.map { "\($0)" } == "2024-03-03")
  }

  @Test("refuses a role for an unknown or unfit column")
  func refused() throws {
    var options = LoadOptions()
    options.roles = [(.end, "strat")]
    let text = "id,start,note\n1,2024-01-01,x\n2,2024-01-02,y\n"
    #expect(failure(text, options)?.message == "there is no column 'strat'")
    #expect(failure(text, options)?.help == "did you mean 'start'?")
    options.roles = [(.end, "note")]
    #expect(failure(text, options)?.message == "the role end needs dates, but 'note' is text")
  }

  @Test("can be given later, and the last day follows")
  func later() throws {
    var table = try read("id,start,seen,gone\n1,2024-01-01,2024-05-05,1\n2,2024-01-02,,0\n").table
    #expect(table.about.asOf.map { "\($0)" } == "2024-01-02")
    try assign(.end, to: "seen", in: &table)
    try assign(.lost, to: "gone", in: &table)
    #expect(table.about.asOf.map { "\($0)" } == "2024-05-05")
    #expect(table.column(.lost)?[0] == .boolean(true))
    try assign(.start, to: "seen", in: &table)
    #expect(table.schema.index(of: .end) == nil)
    #expect(table.schema.fields[1].role == nil)
  }

  @Test("takes text with few words for segments")
  func segments() throws {
    let rows = (0..<10).map { "\($0),\($0 % 2 == 0 ? "gold" : "basic"),note \($0)\n" }
    let loaded = try read("id,plan,note\n" + rows.joined())
    #expect(TableFilesTests.roles(loaded) == ["customer=id", "segment=plan"])
  }

  @Test("prefers the id of a customer to the id of a row")
  func identifiers() throws {
    #expect(
      try roles(of: "id,customer_id,order_date,amount", "1,2,03/04/2024,5")
        == ["customer=customer_id", "date=order_date", "amount=amount"])
  }

  @Test("takes an empty column of leavings for dates: nobody has left")
  func nobodyLeft() throws {
    let loaded = try read("id,start,end\n1,2024-01-01,\n2,2024-01-02,\n")
    #expect(TableFilesTests.roles(loaded) == ["customer=id", "start=start", "end=end"])
    #expect(cells(loaded, "end") == ["missing", "missing"])
  }
}
