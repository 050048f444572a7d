import Columns
import TableFiles
import Testing

@Suite("The report of a load")
struct ReportTests {
  @Test("reads well at 80 columns")
  func text() throws {
    let loaded = try read(
      """
      Codice cliente;Data iscrizione;Data disdetta;Motivo della disdetta;Quota;Note
      0012;15/01/2023;31/12/2023;prezzo;1.234,56;una nota lunga che non sta certo in una riga sola
      0013;01/02/2023;;;45,00;
      0014;03/04/2023;31/12/9999;;50,50;x
      0015;03/04/2023

      """)
    #expect(
      loaded.report.lines() == [
        "test: 3 rows, 6 columns, clients (utf-8, semicolon, header)",
        "",
        "  column                 type     role      missing  example",
        "  Codice cliente         text     customer           0012",
        "  Data iscrizione        date     start              15/01/2023",
        "  Data disdetta          date     end             2  31/12/2023",
        "  Motivo della disdetta  text     reason          2  prezzo",
        "  Quota                  decimal  amount             1.234,56",
        "  Note                   text                     1  una nota lun...na riga sola",
        "",
        "guessed",
        "  separator: semicolon                                else: with separator = \",\"",
        "  'Codice cliente' is kept as text: 3 values with leading zeros",
        "  dates with the day first: Data iscrizione, Data disdetta",
        "                                                          else: with dates = mdy",
        "  decimal comma: Quota                                  else: with decimal = \".\"",
        "  roles by name: customer = Codice cliente, start = Data iscrizione, end =",
        "    Data disdetta, reason = Motivo della disdetta, amount = Quota",
        "                                                  else: roles end = OTHER_COLUMN",
        "",
        "mind",
        "  1 row with too few or too many cells left out (line 5)",
        "  1 date of 'Data disdetta' such as 31/12/9999 taken as missing (line 4)",
      ])
  }

  @Test("stays short where there are very many columns or very long cells")
  func large() throws {
    let names = (1...5_000).map { "c\($0)" }.joined(separator: ",")
    let row = Array(repeating: "1", count: 5_000).joined(separator: ",")
    let wide = try read(names + "\n" + row + "\n").report.lines()
    #expect(wide.contains("  ... and 4950 more"))
    let long = String(repeating: "è", count: 1_000_000)
    let lines = try read("a,b\n\(long),1\n").report.lines()
    #expect(lines.allSatisfy { $0.count <= 80 })
    let broken = try read("a,b\n\"x\ny\tz\",1\n").report.lines()
    #expect(broken.contains("  a       text                    x y z"), "\(broken)")
  }
}
