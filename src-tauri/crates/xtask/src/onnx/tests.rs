use super::*;

/// A recogniser as small as can be: `Softmax(Identity(x · W[2,C] + b[C]))`, with weights that tell row and column.
fn recogniser(classes: u64, bias: bool) -> Vec<u8> {
    let tensor = |name: &str, dims: &[u64], data: Vec<f32>| {
        let mut all: Vec<Field<'_>> = dims.iter().map(|dim| Field::varint(TENSOR_DIMS, *dim)).collect();
        all.push(Field::varint(TENSOR_DATA_TYPE, DATA_TYPE_FLOAT));
        all.push(Field::bytes(TENSOR_NAME, name.into()));
        all.push(Field::bytes(TENSOR_RAW_DATA, data.iter().flat_map(|f| f.to_le_bytes()).collect()));
        Field::bytes(GRAPH_INITIALIZER, message(&all))
    };
    let node = |operation: &str, inputs: &[&str], output: &str| {
        let mut all: Vec<Field<'_>> =
            inputs.iter().map(|name| Field::bytes(NODE_INPUT, (*name).into())).collect();
        all.push(Field::bytes(NODE_OUTPUT, output.into()));
        all.push(Field::bytes(NODE_OP_TYPE, operation.into()));
        Field::bytes(GRAPH_NODE, message(&all))
    };
    let value = |number: u64, name: &str, dim: u64| {
        let dims = message(&[Field::bytes(1, message(&[Field::varint(1, dim)]))]);
        let tensor_type = message(&[Field::varint(1, 1), Field::bytes(2, dims)]);
        let kind = message(&[Field::bytes(1, tensor_type)]);
        Field::bytes(number, message(&[Field::bytes(1, name.into()), Field::bytes(2, kind)]))
    };
    let weights = (0..2 * classes).map(|i| (i / classes * 1000 + i % classes) as f32).collect();
    let biases = (0..classes).map(|i| -(i as f32)).collect();
    let mut graph = vec![
        Field::bytes(2, b"the graph's name is no message".into()),
        node("MatMul", &["x", "W"], "product"),
        node("Identity", &[if bias { "sum" } else { "product" }], "same"),
        node("Softmax", &["same"], "y"),
        tensor("W", &[2, classes], weights),
        tensor("b", &[classes], biases),
        value(GRAPH_OUTPUT, "y", classes),
        value(GRAPH_VALUE_INFO, "product", classes),
        value(GRAPH_VALUE_INFO, "elsewhere", classes),
    ];
    if bias {
        graph.insert(2, node("Add", &["product", "b"], "sum"));
    }
    message(&[Field::varint(1, 10), Field::bytes(MODEL_GRAPH, message(&graph))])
}

fn initializer(model: &[u8], name: &str) -> (Vec<u64>, Vec<f32>) {
    let model = fields(model).unwrap();
    let graph = model.iter().find(|field| field.number == MODEL_GRAPH).unwrap();
    let parts = fields(graph.as_bytes().unwrap()).unwrap();
    for field in parts.iter().filter(|field| field.number == GRAPH_INITIALIZER) {
        let tensor = fields(field.as_bytes().unwrap()).unwrap();
        if text(&tensor, TENSOR_NAME).unwrap() == name {
            let raw = tensor.iter().find(|field| field.number == TENSOR_RAW_DATA).unwrap();
            let floats = raw.as_bytes().unwrap().as_chunks::<4>().0;
            return (
                numbers(&tensor, TENSOR_DIMS).unwrap(),
                floats.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect(),
            );
        }
    }
    panic!("no tensor {name}");
}

#[test]
fn the_cut_keeps_blank_the_latin_characters_in_order_and_the_space() {
    // Classes: 0 blank, 1 中, 2 é, 3 ∅, 4 Ø, 5 A, 6 space.
    let cut = latin_recogniser(&recogniser(7, true), "中\r\né\r\n∅\r\nØ\r\nA\r\n").unwrap();
    assert_eq!(cut.dictionary, "é\nØ\nA\n");
    let (dims, weights) = initializer(&cut.model, "W");
    assert_eq!(dims, [2, 5]);
    assert_eq!(weights, [0., 2., 4., 5., 6., 1000., 1002., 1004., 1005., 1006.]);
    let (dims, bias) = initializer(&cut.model, "b");
    assert_eq!(dims, [5]);
    assert_eq!(bias, [0., -2., -4., -5., -6.]);
}

#[test]
fn only_the_declared_shapes_of_the_head_change() {
    let cut = latin_recogniser(&recogniser(7, true), "中\né\n∅\nØ\nA\n").unwrap();
    let model = fields(&cut.model).unwrap();
    let graph = fields(model[1].as_bytes().unwrap()).unwrap();
    let mut seen = Vec::new();
    for field in graph.iter().filter(|f| f.number == GRAPH_OUTPUT || f.number == GRAPH_VALUE_INFO) {
        let info = fields(field.as_bytes().unwrap()).unwrap();
        let mut bytes = info[1].as_bytes().unwrap().to_vec();
        for number in [1, 2, 1] {
            let inner = fields(&bytes).unwrap();
            let found = inner.iter().find(|f| f.number == number && f.as_bytes().is_some()).unwrap();
            bytes = found.as_bytes().unwrap().to_vec();
        }
        seen.push((text(&info, 1).unwrap(), numbers(&fields(&bytes).unwrap(), 1).unwrap()));
    }
    assert_eq!(seen, [("y".into(), vec![5]), ("product".into(), vec![5]), ("elsewhere".into(), vec![7])]);
}

#[test]
fn a_head_without_bias_is_cut_too() {
    let cut = latin_recogniser(&recogniser(4, false), "a\n中\n").unwrap();
    assert_eq!(initializer(&cut.model, "W").1, [0., 1., 3., 1000., 1001., 1003.]);
}

#[test]
fn another_models_dictionary_is_refused() {
    for bias in [true, false] {
        let error = latin_recogniser(&recogniser(7, bias), "a\nb\n").err().unwrap();
        assert_eq!(error, HeadError::Dictionary { classes: 7, lines: 2 });
    }
}

#[test]
fn damaged_models_are_refused_without_panic() {
    let whole = recogniser(7, true);
    for end in 0..whole.len() {
        assert!(latin_recogniser(&whole[..end], "中\né\n∅\nØ\nA\n").is_err());
    }
    assert!(matches!(latin_recogniser(b"not a model", ""), Err(HeadError::Wire(_))));
}
