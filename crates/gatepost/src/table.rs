//! Plain aligned tables for people.

use std::fmt::Write as _;

/// Lays out rows under a head, columns two spaces apart and no wider than needed. A list without
/// rows is the head alone.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = head.iter().map(|cell| cell.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    for row in std::iter::once(&head).chain(rows) {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row) {
            let _ = write!(line, "{cell:<width$}  ");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [
            vec!["1".to_owned(), "Ana Ruiz".to_owned()],
            vec!["10000001".to_owned(), "Ø".to_owned()],
        ];
        assert_eq!(
            table(&["ID", "NAME"], &rows),
            "ID        NAME\n1         Ana Ruiz\n10000001  Ø\n"
        );
    }

    #[test]
    fn an_empty_list_is_its_head() {
        assert_eq!(table(&["ID", "NAME"], &[]), "ID  NAME\n");
    }
}
