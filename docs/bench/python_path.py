"""What a user of the authors' code runs: python_path.py NAME CHECKPOINT OUT.onnx

Builds the network, loads the checkpoint, folds it by class and exports it.
"""
import sys

import torch

from models import MODELS, export
from deploy import switch_to_deploy

name, checkpoint, out = sys.argv[1:]
model = MODELS[name]()
model.load_state_dict(torch.load(checkpoint, map_location="cpu"))
with torch.no_grad():
    export(switch_to_deploy(model.eval()), out)
