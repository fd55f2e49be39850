from importlib import import_module

Migration = import_module("kernel.migrations.0001_initial").Migration
